package io.fhirferry.common.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClientBuilder;
import io.fhirferry.local.azurite.Azurite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TableWindowStoreIT {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Why WHY = new Why("test", "because");

    private static TableClient table;

    private final TableWindowStore store =
            new TableWindowStore(table, UUID.randomUUID().toString(), CLOCK);

    @BeforeAll
    static void createTable() {
        table = new TableServiceClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .buildClient()
                .createTableIfNotExists("windowstoreit");
        if (table == null) {
            throw new IllegalStateException("the table of this test exists already");
        }
    }

    private static Window day(int number) {
        Instant since = START.plus(Duration.ofDays(number));
        return Window.of(since, since.plus(Duration.ofDays(1)), Scope.ALL, WindowKind.TILE);
    }

    private WindowRow plan(int number) {
        Cursor cursor = store.cursor().orElse(Cursor.at(START, CLOCK.instant()));
        WindowRow row = WindowRow.planned(day(number), 7, CLOCK.instant());
        assertThat(store.plan(cursor.advancedTo(row.window().till()), List.of(row), WHY))
                .isTrue();
        return store.find(row.id()).orElseThrow();
    }

    private static WindowRow done(Moved moved) {
        assertThat(moved).isInstanceOf(Moved.Done.class);
        return ((Moved.Done) moved).row();
    }

    @Test
    void aPlannedWindowIsReadBackAsItWasWritten() {
        WindowRow row = plan(0);

        assertThat(row.window()).isEqualTo(day(0));
        assertThat(row.state()).isEqualTo(new WindowState.Planned());
        assertThat(row.expected()).isEqualTo(7);
        assertThat(store.cursor().orElseThrow().planned()).isEqualTo(day(0).till());
        assertThat(store.events(row.id())).singleElement().satisfies(event -> {
            assertThat(event.to()).isEqualTo("PLANNED");
            assertThat(event.why()).isEqualTo(WHY);
            assertThat(event.at()).isEqualTo(CLOCK.instant());
        });
    }

    @Test
    void ofTwoPlannersWithTheSameCursorOnlyOnePlans() {
        plan(0);
        Cursor both = store.cursor().orElseThrow();
        WindowRow row = WindowRow.planned(day(1), 1, CLOCK.instant());

        boolean first = store.plan(both.advancedTo(day(1).till()), List.of(row), WHY);
        boolean second = store.plan(both.advancedTo(day(1).till()), List.of(row), WHY);

        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(store.windows()).hasSize(2);
    }

    @Test
    void aWindowPassesThroughEveryStateWithAnEventForEachMove() {
        WindowRow row = plan(0);
        Account account = Account.EMPTY.with("Patient", figures -> figures.withExported(3));

        row = done(store.move(row, row.moved(new WindowState.Exporting(), row.account(), CLOCK.instant()), WHY));
        row = done(store.move(row, row.moved(new WindowState.Exported("m1"), account, CLOCK.instant()), WHY));
        row = done(store.move(row, row.moved(new WindowState.Copying("m1"), row.account(), CLOCK.instant()), WHY));
        row = done(store.move(
                row,
                row.moved(new WindowState.Failed(StageName.COPY, "storage 503", true, "m1"), account, CLOCK.instant()),
                WHY));

        WindowRow read = store.find(row.id()).orElseThrow();
        assertThat(read).isEqualTo(row);
        assertThat(read.account().of("Patient").exported()).isEqualTo(3);
        assertThat(store.events(row.id()))
                .extracting(WindowEvent::to)
                .containsExactly("PLANNED", "EXPORTING", "EXPORTED", "COPYING", "FAILED");
    }

    @Test
    void aMoveFromAnOutdatedRowIsAConflictAndWritesNothing() {
        WindowRow outdated = plan(0);
        WindowRow current = done(store.move(
                outdated, outdated.moved(new WindowState.Exporting(), outdated.account(), CLOCK.instant()), WHY));

        Moved late = store.move(
                outdated, outdated.moved(new WindowState.Exporting(), outdated.account(), CLOCK.instant()), WHY);

        assertThat(late).isEqualTo(new Moved.Conflict(current));
        assertThat(store.events(outdated.id())).hasSize(2);
    }

    @Test
    void aSplitAndItsHalvesAppearTogether() {
        WindowRow row = plan(0);
        List<WindowRow> halves = row.window().halves().stream()
                .map(half -> WindowRow.planned(half, 3, CLOCK.instant()))
                .toList();
        WindowState split = new WindowState.Planned()
                .split(halves.getFirst().id(), halves.getLast().id());

        done(store.split(row, row.moved(split, row.account(), CLOCK.instant()), halves, WHY));

        assertThat(store.windows()).extracting(r -> r.state().name()).contains("SPLIT", "PLANNED", "PLANNED");
        assertThat(store.find(row.id()).orElseThrow().state()).isEqualTo(split);
    }

    @Test
    void touchingChangesTheTimeAndLeavesNoEvent() {
        WindowRow row = plan(0);

        WindowRow touched = store.touch(row);

        assertThat(touched.etag()).isNotEqualTo(row.etag());
        assertThat(store.find(row.id())).contains(touched);
        assertThat(store.events(row.id())).hasSize(1);
    }

    @Test
    void moreWindowsThanFitIntoATransactionAreRefused() {
        List<WindowRow> rows = IntStream.rangeClosed(0, WindowStore.MAX_PLANNED)
                .mapToObj(i -> WindowRow.planned(day(i), 0, CLOCK.instant()))
                .toList();

        assertThatThrownBy(() -> store.plan(Cursor.at(START, CLOCK.instant()), rows, WHY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 49");
    }

    @Test
    void asManyWindowsAsPromisedFitIntoOneTransaction() {
        List<WindowRow> rows = IntStream.range(0, WindowStore.MAX_PLANNED)
                .mapToObj(i -> WindowRow.planned(day(i), 0, CLOCK.instant()))
                .toList();

        assertThat(store.plan(Cursor.at(START, CLOCK.instant()), rows, WHY)).isTrue();
        assertThat(store.windows()).hasSize(WindowStore.MAX_PLANNED);
    }
}
