package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import io.fhirferry.common.stage.SharedJobStore.Change;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.local.azurite.Azurite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TableSharedJobStoreIT {

    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

    private final TableClient table = table();
    private final SharedJobStore store = new TableSharedJobStore(table, "m1");

    @Test
    void aPartWaitsOnceHoweverOftenItIsRegistered() {
        JobPart part = part("a", 0, 2, BEGIN);

        store.register(part);
        store.register(part);

        assertThat(store.waiting()).containsExactly(part);
        assertThat(store.parts(part.owner())).containsExactly(part);
    }

    @Test
    void partsWaitInTheOrderInWhichTheyCame() {
        JobPart late = part("a", 0, 1, BEGIN.plusSeconds(9));
        JobPart early = part("b", 0, 1, BEGIN);
        store.register(late);
        store.register(early);

        assertThat(store.waiting()).containsExactly(early, late);
    }

    @Test
    void aPartIsSealedIntoOneJobOnlyAndASlotHasOneJob() {
        JobPart part = part("a", 0, 1, BEGIN);
        JobPart other = part("b", 0, 1, BEGIN);
        store.register(part);
        store.register(other);
        SharedJob job = job("j1", 0, part);

        assertThat(store.seal(job, List.of(part))).isTrue();
        assertThat(store.seal(job("j2", 1, part), List.of(part)))
                .as("the part is gone")
                .isFalse();
        assertThat(store.seal(job("j3", 0, other), List.of(other)))
                .as("the slot is taken")
                .isFalse();
        assertThat(store.seal(job, List.of(part))).as("an answer that was lost").isTrue();

        assertThat(store.open()).extracting(SharedJob::id).containsExactly("j1");
        assertThat(store.waiting()).containsExactly(other);
        assertThat(store.members(store.open().getFirst())).containsExactly(part.in(job));
    }

    @Test
    void aJobIsWrittenOnlyOverWhatWasRead() {
        SharedJob first = sealed(part("a", 0, 1, BEGIN));
        SharedJob second = store.open().getFirst();

        SharedJob running = store.update(first.runningAt("http://127.0.0.1/1")).orElseThrow();

        assertThat(store.update(second.runningAt("http://127.0.0.1/2"))).isEmpty();
        assertThat(store.find(first.id())).contains(running);
        assertThat(store.update(running.lookedAt(BEGIN.plusSeconds(7)))).isPresent();
    }

    @Test
    void aJobThatEndsFreesItsSlotAndItsPartsGoWhereTheyShould() {
        // given
        JobPart again = part("a", 0, 1, BEGIN);
        JobPart broken = part("b", 0, 1, BEGIN);
        JobPart halved = part("c", 0, 4, BEGIN);
        SharedJob job = sealed(again, broken, halved);
        List<JobPart> members = store.members(job);

        // when
        List<JobPart> halves = List.of(
                members.get(2).only(0, 2, 5).again("p-1"),
                members.get(2).only(2, 4, 5).again("p-2"));
        boolean ended = store.end(
                job.ended(Job.Status.FAILED),
                List.of(
                        new Change(members.get(0), List.of(members.get(0).again("p"))),
                        new Change(members.get(1), List.of(members.get(1).failed("HTTP 400", false))),
                        new Change(members.get(2), halves)));

        // then
        assertThat(ended).isTrue();
        assertThat(store.open()).isEmpty();
        assertThat(store.waiting()).extracting(JobPart::pool).containsExactlyInAnyOrder("p", "p-1", "p-2");
        assertThat(store.parts(broken.owner())).singleElement().satisfies(part -> {
            assertThat(part.standing()).isEqualTo(JobPart.Standing.FAILED);
            assertThat(part.reason()).isEqualTo("HTTP 400");
        });
        assertThat(store.parts(halved.owner())).containsExactlyElementsOf(halves);
        assertThat(store.register(halved)).isFalse();
        assertThat(store.end(job.ended(Job.Status.CANCELLED), List.of()))
                .as("somebody else has ended it")
                .isFalse();
    }

    @Test
    void asManyPartsAsAJobMayHaveFitIntoItsTransactions() {
        List<JobPart> parts = new ArrayList<>();
        for (int i = 0; i < SharedJobStore.MOST_PARTS; i++) {
            JobPart part = part("a", i, i + 1, BEGIN);
            store.register(part);
            parts.add(part);
        }
        SharedJob job = SharedJob.sealed(
                UUID.randomUUID().toString(),
                0,
                "payload",
                parts.stream().map(JobPart::key).toList(),
                parts.size(),
                BEGIN);

        assertThat(store.seal(job, parts)).isTrue();
        SharedJob open = store.open().getFirst();
        List<Change> changes = store.members(open).stream()
                .map(part -> new Change(part, List.of(part.again("p"))))
                .toList();
        assertThat(store.end(open.ended(Job.Status.FAILED), changes)).isTrue();
        assertThat(store.waiting()).hasSize(SharedJobStore.MOST_PARTS);
    }

    @Test
    void aWindowThatWasTakenBackWaitsNoMore() {
        JobPart part = part("a", 0, 1, BEGIN);
        JobPart other = part("b", 0, 1, BEGIN);
        store.register(part);
        store.register(other);

        store.forget(part.window());

        assertThat(store.waiting()).containsExactly(other);
        assertThat(store.parts(part.owner())).isEmpty();
    }

    private SharedJob sealed(JobPart... parts) {
        List<JobPart> members = List.of(parts);
        members.forEach(store::register);
        assertThat(store.seal(job(UUID.randomUUID().toString(), 0, parts), members))
                .isTrue();
        return store.open().getFirst();
    }

    private static SharedJob job(String id, int slot, JobPart... parts) {
        List<String> keys = List.of(parts).stream().map(JobPart::key).toList();
        return SharedJob.sealed(id, slot, "payload", keys, parts.length, BEGIN);
    }

    private static JobPart part(String scope, int from, int to, Instant since) {
        WindowId window = new WindowId("20260101T000000000-20260201T000000000-" + scope + "-tile");
        return JobPart.waiting(window, "1-0-0", "manifest", from, to, 10, since);
    }

    private static TableClient table() {
        TableServiceClient tables = new TableServiceClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .buildClient();
        String name = "job" + UUID.randomUUID().toString().replace("-", "");
        tables.createTable(name);
        return tables.getTableClient(name);
    }
}
