package io.fhirferry.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.SharedJob;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.window.WindowRow;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedJobsIT {

    private final JobDestination destination = new JobDestination();

    @AfterEach
    void stop() {
        destination.close();
    }

    @Test
    void windowsThatWaitTogetherShareAJobAndKeepTheirOwnAccounts() {
        // given
        ImportFixture fixture = new ImportFixture(destination.base(), 10);
        List<WindowRow> windows = windows(fixture, 3, 2);

        // when
        Map<WindowRow, WorkResult> results = workOnAll(fixture, windows, new Random(1));

        // then
        assertThat(destination.payloads()).hasSize(1);
        assertThat(results).hasSize(3).allSatisfy((row, result) -> {
            Joined joined = fixture.stage.join(row, List.of(((WorkResult.Done) result).result()));
            assertThat(((Joined.Next) joined).account().of("Patient").imported())
                    .isEqualTo(2 * JobDestination.LINES);
        });
    }

    @Test
    void aJobTakesNoMoreFilesThanItMayAndTheNextOneBeginsWhenItIsOver() {
        ImportFixture fixture = new ImportFixture(destination.base(), 4);
        List<WindowRow> windows = windows(fixture, 5, 2);

        Map<WindowRow, WorkResult> results = workOnAll(fixture, windows, new Random(1));

        assertThat(results).allSatisfy((row, result) -> assertThat(result).isInstanceOf(WorkResult.Done.class));
        assertThat(destination.payloads()).hasSize(3);
    }

    @Test
    void aFileThatSpoilsTheWholeJobIsFoundAndAllOtherWindowsArrive() {
        // given
        ImportFixture fixture = new ImportFixture(destination.base(), 100);
        List<WindowRow> windows = windows(fixture, 5, 4);
        WindowRow spoilt = windows.get(3);
        destination.poison(URI.create(fixture.staging.getBlobContainerUrl() + "/w3-2.ndjson"));

        // when
        Map<WindowRow, WorkResult> results = workOnAll(fixture, windows, new Random(1));

        // then
        assertThat(results.remove(spoilt)).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
            assertThat(fail.retryable()).isTrue();
            assertThat(fail.reason()).contains("HTTP 400", "file 3 of ");
        });
        assertThat(results).hasSize(4).allSatisfy((row, result) -> assertThat(result)
                .isInstanceOf(WorkResult.Done.class));
    }

    @Test
    void aSliceThatWasTakenOverStartsNoJobAndLeavesItToOthers() {
        // given: a job is sealed, and the window whose slice is about to start it was taken back
        ImportFixture fixture = new ImportFixture(destination.base(), 10);
        List<WindowRow> windows = windows(fixture, 2, 1);
        windows.forEach(fixture::work);
        fixture.pass(ImportFixture.LINGER);
        fixture.work(windows.getFirst());
        assertThat(fixture.jobs.open()).hasSize(1);

        // when
        Slice slice = fixture.stage.plan(windows.getFirst()).getFirst();
        Heartbeat takenBack = () -> {
            throw new IllegalStateException("taken back");
        };
        assertThatThrownBy(() -> fixture.stage.work(new Work(windows.getFirst(), slice, "1-0", "", takenBack)))
                .hasMessage("taken back");

        // then
        assertThat(destination.posts()).isZero();
        assertThat(workOnAll(fixture, windows.subList(1, 2), new Random(1)).values())
                .singleElement()
                .isInstanceOf(WorkResult.Done.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void replicasThatAreKilledAnywhereBringEachFileOnce(int seed) {
        // given: a replica is killed after any request of its own to storage, some of them several times
        Random random = new Random(seed);
        CrashingSharedJobs crashing = new CrashingSharedJobs(random);
        ImportFixture fixture = new ImportFixture(destination.base(), 5, crashing::over);
        List<WindowRow> windows = windows(fixture, 6, 2);

        // when
        Map<WindowRow, WorkResult> results = workOnAll(fixture, windows, random);

        // then
        assertThat(crashing.crashes()).isPositive();
        assertThat(results).hasSize(6).allSatisfy((row, result) -> assertThat(result)
                .isInstanceOf(WorkResult.Done.class));
        String all = String.join("\n", destination.payloads());
        for (int window = 0; window < windows.size(); window++) {
            for (int file = 0; file < 2; file++) {
                assertThat(all).containsOnlyOnce("/w" + window + "-" + file + ".ndjson");
            }
        }
        assertThat(fixture.jobs.open()).extracting(SharedJob::id).isEmpty();
    }

    private static List<WindowRow> windows(ImportFixture fixture, int count, int files) {
        List<WindowRow> windows = new ArrayList<>();
        for (int window = 0; window < count; window++) {
            ManifestFile[] staged = new ManifestFile[files];
            for (int file = 0; file < files; file++) {
                staged[file] = fixture.staged("Patient", "w" + window + "-" + file + ".ndjson", "{}\n{}\n{}\n");
            }
            windows.add(fixture.importing(Duration.ofDays(window), staged));
        }
        return windows;
    }

    /** Works on the windows as their messages come due, those that are due together in random order. */
    private static Map<WindowRow, WorkResult> workOnAll(ImportFixture fixture, List<WindowRow> windows, Random random) {
        Map<WindowRow, Instant> due = new HashMap<>();
        windows.forEach(row -> due.put(row, fixture.now()));
        Map<WindowRow, WorkResult> results = new HashMap<>();
        while (!due.isEmpty()) {
            Instant next = due.values().stream().min(Comparator.naturalOrder()).orElseThrow();
            if (next.isAfter(fixture.now())) {
                fixture.pass(Duration.between(fixture.now(), next));
            }
            List<WindowRow> ready = windows.stream()
                    .filter(row -> due.containsKey(row) && !due.get(row).isAfter(fixture.now()))
                    .toList();
            WindowRow row = ready.get(random.nextInt(ready.size()));
            try {
                WorkResult result = fixture.work(row);
                if (result instanceof WorkResult.Wait wait) {
                    due.put(row, wait.until());
                } else {
                    due.remove(row);
                    results.put(row, result);
                }
            } catch (CrashingSharedJobs.Crash e) {
                due.put(row, fixture.now().plusSeconds(1));
            }
        }
        return results;
    }
}
