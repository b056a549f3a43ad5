package io.fhirferry.verifier.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobServiceClientBuilder;
import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.stage.MutableClock;
import io.fhirferry.common.staging.Finding;
import io.fhirferry.common.staging.FindingsBuilder;
import io.fhirferry.common.staging.FindingsStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.MemoryWindowStore;
import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.local.azurite.Azurite;
import io.fhirferry.verifier.census.CensusCounts;
import io.fhirferry.verifier.census.CensusStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReporterIT {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-01-02T00:00:00Z");
    private static final Why WHY = new Why("test", "because");

    private final MutableClock clock = new MutableClock(Instant.parse("2026-06-01T00:00:00Z"));
    private int reads;
    private final MemoryWindowStore windows = new MemoryWindowStore("m1", clock, () -> reads++);
    private final ReportStore reports = new ReportStore(
            new BlobServiceClientBuilder()
                    .connectionString(Azurite.shared().connectionString())
                    .buildClient()
                    .createBlobContainerIfNotExists("reporterit"),
            UUID.randomUUID().toString());
    private final FindingsStore findings = new FindingsStore(reports);
    private final CensusStore censuses = new CensusStore(reports);
    private final Reporter reporter = reporter(Optional.of(END));

    private Reporter reporter(Optional<Instant> end) {
        return new Reporter(
                windows,
                reports,
                findings,
                censuses,
                new ReportSettings(
                        end, 4, 100, Duration.ofSeconds(5), Equivalence.azureImport(), List.of("Not everything.")),
                clock);
    }

    private WindowRow plan(WindowKind kind) {
        Cursor cursor = windows.cursor().orElse(Cursor.at(START, clock.instant()));
        WindowRow row = WindowRow.planned(Window.of(START, END, Scope.ALL, kind), 1, clock.instant());
        assertThat(windows.plan(cursor.advancedTo(END), List.of(row), WHY)).isTrue();
        return windows.find(row.id()).orElseThrow();
    }

    private WindowRow move(WindowRow row, WindowState state) {
        WindowRow current = windows.find(row.id()).orElseThrow();
        return ((Moved.Done) windows.move(current, current.moved(state, Account.EMPTY, clock.instant()), WHY)).row();
    }

    private void tick() {
        clock.advance(Duration.ofSeconds(5));
        reporter.look();
    }

    @Test
    void thereIsNoReportUntilEverythingAndTheCensusHasComeToAnEnd() {
        tick();
        WindowRow tile = plan(WindowKind.TILE);
        tick();
        move(tile, new WindowState.Verified("m"));
        tick();
        assertThat(reporter.current()).isEmpty();

        WindowRow census = plan(WindowKind.CENSUS);
        tick();
        assertThat(reporter.current()).isEmpty();

        WindowRow verified = move(census, new WindowState.Verified(""));
        censuses.write(
                verified,
                new CensusCounts(
                        1, verified.id().value(), new TreeMap<>(Map.of("Patient", new CensusCounts.Counts(3, 3)))));
        tick();

        assertThat(reporter.current()).hasValueSatisfying(report -> {
            assertThat(report.verdict()).isEqualTo("verified");
            assertThat(report.types().getFirst().source()).isEqualTo(3);
            assertThat(report.end()).isEqualTo(END);
            assertThat(report.equivalence().rules()).isNotEmpty();
            assertThat(report.notChecked()).containsExactly("Not everything.");
        });
        assertThat(reporter(Optional.of(END.plusSeconds(1))).current())
                .as("the report of another end")
                .isEmpty();
    }

    @Test
    void aFailureIsReportedAlthoughNoCensusFollows() {
        move(
                plan(WindowKind.TILE),
                new WindowState.Failed(StageName.COPY, "the source's file was refused: 403", false, "m"));
        tick();

        assertThat(reporter.current()).hasValueSatisfying(report -> {
            assertThat(report.verdict()).isEqualTo("failed");
            assertThat(report.failures()).singleElement().satisfies(failure -> assertThat(failure.stage())
                    .isEqualTo("copy"));
        });
    }

    @Test
    void findingsOfWindowAndCensusAreUnitedAndAnAcceptanceChangesTheVerdict() {
        WindowRow tile = plan(WindowKind.TILE);
        FindingsBuilder found = new FindingsBuilder(10);
        found.add(Finding.missing("Patient", "p1", "1"));
        String blob = findings.write(tile.id(), found.build(tile.id().value(), "1-0"));
        WindowRow mismatched = move(tile, new WindowState.Mismatched("m", blob));
        WindowRow census = plan(WindowKind.CENSUS);
        String censusBlob = findings.write(census.id(), found.build(census.id().value(), "1"));
        move(census, new WindowState.Mismatched("", censusBlob));
        tick();

        assertThat(reporter.current()).hasValueSatisfying(report -> {
            assertThat(report.verdict()).isEqualTo("mismatched");
            assertThat(report.findingsTotal()).isEqualTo(1);
            assertThat(report.findings().getFirst().window())
                    .isEqualTo(tile.id().value());
        });

        move(mismatched, new WindowState.Accepted("m", "somebody", "known", blob));
        move(census, new WindowState.Accepted("", "somebody", "known", censusBlob));
        tick();
        tick();

        assertThat(reporter.current())
                .hasValueSatisfying(report -> assertThat(report.verdict()).isEqualTo("verified-with-exceptions"));
    }

    @Test
    void whenNothingChangesTheWindowsAreReadEverMoreSeldom() {
        move(plan(WindowKind.TILE), new WindowState.Verified("m"));
        move(plan(WindowKind.CENSUS), new WindowState.Verified(""));
        tick();
        reads = 0;

        for (int i = 0; i < 120; i++) {
            tick();
        }

        assertThat(reads).as("reads in ten minutes, cursor and windows").isLessThan(60);
    }

    @Test
    void withoutAnEndNothingIsRead() {
        plan(WindowKind.TILE);
        reads = 0;

        Reporter endless = reporter(Optional.empty());
        endless.look();

        assertThat(reads).isZero();
        assertThat(endless.current()).isEmpty();
    }
}
