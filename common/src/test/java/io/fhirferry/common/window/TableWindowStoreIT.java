package io.fhirferry.common.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.TableEntity;
import io.fhirferry.local.azurite.Azurite;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class TableWindowStoreIT extends WindowStoreContract {

    private static final String TABLE = "windowstoreit";

    private static TableClient table;

    private final String migration = UUID.randomUUID().toString();
    private final TableWindowStore store = new TableWindowStore(table, migration, CLOCK);

    @BeforeAll
    static void createTable() {
        table = new TableServiceClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .buildClient()
                .createTableIfNotExists(TABLE);
        if (table == null) {
            throw new IllegalStateException("the table of this test exists already");
        }
    }

    @Override
    WindowStore store() {
        return store;
    }

    @Test
    void aMoveIsOneRequest() {
        WindowRow row = plan(0);
        CountsRequests network = new CountsRequests();

        WindowRow moved = done(over(network, new TransactionTags()).move(row, exporting(row), WHY));

        assertThat(network.count()).isEqualTo(1);
        assertThat(store.find(row.id())).contains(moved);
    }

    @Test
    void aMoveBehindAClientThatDropsTagsReadsTheRowAgain() {
        WindowRow row = plan(0);
        CountsRequests network = new CountsRequests();

        WindowRow moved = done(over(network).move(row, exporting(row), WHY));

        assertThat(network.count()).isEqualTo(2);
        assertThat(store.find(row.id())).contains(moved);
    }

    @Test
    void aSignOfLifeIsOneRequest() {
        WindowRow row = plan(0);
        CountsRequests network = new CountsRequests();

        WindowRow touched = over(network).touch(row, NOW.plusSeconds(5));

        assertThat(network.count()).isEqualTo(1);
        assertThat(store.find(row.id())).contains(touched);
    }

    @Test
    void aMoveWhoseAnswerWasLostIsRecognisedAsOurs() {
        WindowRow row = plan(0);
        LosesAnswer network = new LosesAnswer();

        network.loseNext(() -> {});
        Moved moved = over(network).move(row, exporting(row), WHY);

        assertThat(network.hasLost()).isTrue();
        assertThat(done(moved)).isEqualTo(store.find(row.id()).orElseThrow());
        assertThat(store.events(row.id())).hasSize(2);
    }

    @Test
    void aMoveWhoseAnswerWasLostIsOursEvenIfSomebodyHasMovedTheWindowOnSince() {
        WindowRow row = plan(0);
        LosesAnswer network = new LosesAnswer();

        network.loseNext(() -> {
            WindowRow ours = store.find(row.id()).orElseThrow();
            store.move(ours, ours.moved(new WindowState.Exported("m"), ours.account(), NOW), WHY);
        });
        Moved moved = over(network).move(row, exporting(row), WHY);

        assertThat(done(moved).state()).isEqualTo(new WindowState.Exporting());
        assertThat(store.find(row.id()).orElseThrow().state()).isEqualTo(new WindowState.Exported("m"));
        assertThat(store.events(row.id())).hasSize(3);
    }

    @Test
    void aPlanWhoseAnswerWasLostIsRecognisedAsOurs() {
        LosesAnswer network = new LosesAnswer();
        WindowRow row = WindowRow.planned(day(0), 1, NOW);

        network.loseNext(() -> {});
        boolean planned = over(network).plan(Cursor.at(START, NOW).advancedTo(day(0).till()), List.of(row), WHY);

        assertThat(network.hasLost()).isTrue();
        assertThat(planned).isTrue();
        assertThat(store.windows()).hasSize(1);
    }

    @Test
    void aPlanWhoseAnswerWasLostIsOursEvenIfAnotherPlannerHasGoneOnSince() {
        LosesAnswer network = new LosesAnswer();
        WindowRow row = WindowRow.planned(day(0), 1, NOW);

        network.loseNext(() -> plan(1));
        boolean planned = over(network).plan(Cursor.at(START, NOW).advancedTo(day(0).till()), List.of(row), WHY);

        assertThat(planned).isTrue();
        assertThat(store.windows()).hasSize(2);
    }

    @Test
    void aSplitWhoseAnswerWasLostIsRecognisedAsOurs() {
        WindowRow row = plan(0);
        List<WindowRow> halves = row.window().halves().stream()
                .map(half -> WindowRow.planned(half, 3, NOW))
                .toList();
        WindowState split = new WindowState.Planned()
                .split(halves.getFirst().id(), halves.getLast().id());
        LosesAnswer network = new LosesAnswer();

        network.loseNext(() -> {});
        Moved moved = over(network).split(row, row.moved(split, row.account(), NOW), halves, WHY);

        assertThat(done(moved).state()).isEqualTo(split);
        assertThat(store.windows()).hasSize(3);
    }

    @Test
    void aTouchWhoseAnswerWasLostIsATouch() {
        WindowRow row = plan(0);
        LosesAnswer network = new LosesAnswer();

        network.loseNext(() -> {});
        WindowRow touched = over(network).touch(row, NOW.plusSeconds(5));

        assertThat(network.hasLost()).isTrue();
        assertThat(touched.touchedAt()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void moreWindowsThanAPageHoldsAreListedInOrder() {
        int count = 1_100;
        for (int from = 0; from < count; from += WindowStore.MAX_PLANNED) {
            int till = Math.min(from + WindowStore.MAX_PLANNED, count);
            List<WindowRow> rows = IntStream.range(from, till)
                    .mapToObj(i -> WindowRow.planned(day(i), i, NOW))
                    .toList();
            Cursor cursor = store.cursor().orElse(Cursor.at(START, NOW));
            assertThat(store.plan(cursor.advancedTo(day(till - 1).till()), rows, WHY))
                    .isTrue();
        }

        List<WindowRow> rows = store.windows().toList();

        assertThat(rows).hasSize(count);
        assertThat(rows).extracting(WindowRow::id).isSorted().doesNotHaveDuplicates();
        assertThat(rows).last().satisfies(row -> assertThat(row.window()).isEqualTo(day(count - 1)));
    }

    @Test
    void eventsOfAWindowAreNotThoseOfItsRepetition() {
        Instant till = START.plus(Duration.ofDays(1));
        Window first = Window.of(START, till, Scope.ALL, WindowKind.LATE);
        Window again = Window.again(START, till, Scope.ALL, WindowKind.LATE, 1);
        store.plan(
                Cursor.at(START, NOW),
                List.of(WindowRow.planned(first, 1, NOW), WindowRow.planned(again, 1, NOW)),
                WHY);

        assertThat(store.events(first.id())).hasSize(1);
        assertThat(store.events(again.id())).hasSize(1);
    }

    @Test
    void migrationsInOneTableDoNotSeeEachOther() {
        plan(0);
        TableWindowStore other = new TableWindowStore(table, migration + "2", CLOCK);

        assertThat(other.windows()).isEmpty();
        assertThat(other.cursor()).isEmpty();
        assertThat(other.find(day(0).id())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a\\b", "a#b", "a?b", "o'neil", "a b", "ä", "100%", "a\nb", "' or '' eq '"})
    void aMigrationWhoseIdIsNoSafeKeyIsRefused(String id) {
        assertThatThrownBy(() -> new TableWindowStore(table, id, CLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ferry.migration.id");
    }

    @Test
    void everyStateIsReadBackAsItWasWritten() {
        WindowId half = day(1).id();
        List<WindowState> states = List.of(
                new WindowState.Exporting(),
                new WindowState.Exported("m"),
                new WindowState.Copying("m"),
                new WindowState.Copied("m"),
                new WindowState.Importing("m"),
                new WindowState.Imported("m"),
                new WindowState.Verifying("m"),
                new WindowState.Verified("m"),
                new WindowState.Mismatched("m", "findings"),
                new WindowState.Accepted("m", "o'neil \"ß😀\"", "a <reason> & more", "findings"),
                new WindowState.Failed(StageName.VERIFY, "409 conflict, request 'x'", false, "m"),
                new WindowState.Split(half, half));
        WindowRow row = plan(0);

        for (WindowState state : states) {
            row = done(store.move(row, row.moved(state, row.account(), NOW), WHY));

            assertThat(store.find(row.id()).orElseThrow().state()).isEqualTo(state);
        }
    }

    @Test
    void aReasonOfAnyLengthFitsIntoItsRow() {
        WindowRow row = plan(0);
        String reason = "ä😀".repeat(40_000);
        WindowState failed = new WindowState.Exporting().failed(reason, true);

        WindowRow written = done(store.move(row, row.moved(failed, row.account(), NOW), new Why(reason, reason)));

        assertThat(store.find(row.id())).contains(written);
        assertThat(((WindowState.Failed) written.state()).reason()).hasSizeLessThanOrEqualTo(Why.MAX_REASON);
    }

    @Test
    void anAccountThatAzureWouldRefuseIsRefusedBeforeItIsSent() {
        WindowRow row = plan(0);
        Account account = Account.EMPTY;
        for (int type = 0; type < 1_000; type++) {
            account = account.with("NoSuchResourceTypeInAnyRelease" + type, figures -> figures.withExported(1));
        }
        WindowRow tooLarge = row.moved(new WindowState.Exported("m"), account, NOW);

        assertThatThrownBy(() -> store.move(row, tooLarge, WHY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'account'")
                .hasMessageContaining("32768");
        assertThat(store.find(row.id())).contains(row);
    }

    @Test
    void aRowOfANewerReleaseIsNotMisread() {
        WindowRow row = plan(0);
        TableEntity entity = table.getEntity(migration, RowCodec.windowKey(row.id()));
        table.updateEntity(entity.addProperty("schema", RowSchema.VERSION + 1));

        assertThatThrownBy(() -> store.find(row.id()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("newer release");
    }

    private TableWindowStore over(HttpPipelinePolicy... network) {
        TableClientBuilder client = new TableClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .tableName(TABLE);
        List.of(network).forEach(client::addPolicy);
        return new TableWindowStore(client.buildClient(), migration, CLOCK);
    }

    private static final class CountsRequests implements HttpPipelinePolicy {

        private final AtomicInteger requests = new AtomicInteger();

        int count() {
            return requests.get();
        }

        @Override
        public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
            return Mono.error(new UnsupportedOperationException("the store is synchronous"));
        }

        @Override
        public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
            requests.incrementAndGet();
            return next.processSync();
        }
    }
}
