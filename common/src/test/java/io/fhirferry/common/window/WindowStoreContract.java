package io.fhirferry.common.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link WindowStore} keeps to, the one in memory that tests stand on as well as the table. */
abstract class WindowStoreContract {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final Why WHY = new Why("test", "because");

    /** The store of this test alone, empty at first. */
    abstract WindowStore store();

    static Window day(int number) {
        return day(number, WindowKind.TILE);
    }

    static Window day(int number, WindowKind kind) {
        Instant since = START.plus(Duration.ofDays(number));
        return Window.of(since, since.plus(Duration.ofDays(1)), Scope.ALL, kind);
    }

    WindowRow plan(int number) {
        Cursor cursor = store().cursor().orElse(Cursor.at(START, NOW));
        WindowRow row = WindowRow.planned(day(number), 7, NOW);
        assertThat(store().plan(cursor.advancedTo(row.window().till()), List.of(row), WHY))
                .isTrue();
        return store().find(row.id()).orElseThrow();
    }

    static WindowRow exporting(WindowRow row) {
        return row.moved(new WindowState.Exporting(), row.account(), NOW);
    }

    static WindowRow done(Moved moved) {
        assertThat(moved).isInstanceOf(Moved.Done.class);
        return ((Moved.Done) moved).row();
    }

    private static List<WindowRow> halves(WindowRow row) {
        return row.window().halves().stream()
                .map(half -> WindowRow.planned(half, 3, NOW))
                .toList();
    }

    private static WindowRow split(WindowRow row, List<WindowRow> halves) {
        WindowState split = new WindowState.Planned()
                .split(halves.getFirst().id(), halves.getLast().id());
        return row.moved(split, row.account(), NOW);
    }

    @Test
    void aPlannedWindowIsReadBackAsItWasWritten() {
        WindowRow row = plan(0);

        assertThat(row.window()).isEqualTo(day(0));
        assertThat(row.state()).isEqualTo(new WindowState.Planned());
        assertThat(row.expected()).isEqualTo(7);
        assertThat(row.attempt()).isEqualTo(1);
        assertThat(row.movedBy()).isEmpty();
        assertThat(store().cursor().orElseThrow().planned()).isEqualTo(day(0).till());
        assertThat(store().events(row.id())).singleElement().satisfies(event -> {
            assertThat(event.number()).isEqualTo(1);
            assertThat(event.from()).isEmpty();
            assertThat(event.to()).isEqualTo("PLANNED");
            assertThat(event.why()).isEqualTo(WHY);
            assertThat(event.at()).isEqualTo(NOW);
        });
    }

    @Test
    void aWindowThatNobodyPlannedIsNotFound() {
        assertThat(store().find(day(99).id())).isEmpty();
        assertThat(store().cursor()).isEmpty();
        assertThat(store().windows()).isEmpty();
    }

    @Test
    void ofTwoPlannersWithTheSameCursorOnlyOnePlans() {
        plan(0);
        Cursor both = store().cursor().orElseThrow();
        WindowRow row = WindowRow.planned(day(1), 1, NOW);

        boolean first = store().plan(both.advancedTo(day(1).till()), List.of(row), WHY);
        boolean second = store().plan(both.advancedTo(day(1).till()), List.of(row), WHY);

        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(store().windows()).hasSize(2);
    }

    @Test
    void aWindowThatIsThereAlreadyIsNoLostRaceBetweenPlanners() {
        plan(0);
        Cursor current = store().cursor().orElseThrow();

        assertThatThrownBy(() -> store().plan(current, List.of(WindowRow.planned(day(0), 1, NOW)), WHY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already");

        assertThat(store().cursor()).contains(current);
    }

    @Test
    void openAreTheWindowsThatWaitAreAtWorkOrHaveFailed() {
        WindowState.Verifying verifying = new WindowState.Verifying("m");
        List<WindowState> states = List.of(
                new WindowState.Exporting(),
                new WindowState.Verified("m"),
                new WindowState.Failed(StageName.COPY, "storage 503", true, "m"),
                verifying.mismatched("findings"),
                new WindowState.Accepted("m", "somebody", "known", "findings"),
                new WindowState.Copied("m"));
        for (int i = 0; i < states.size(); i++) {
            WindowRow row = plan(i);
            done(store().move(row, row.moved(states.get(i), row.account(), NOW), WHY));
        }
        WindowRow whole = plan(states.size());
        List<WindowRow> halves = halves(whole);
        done(store().split(whole, split(whole, halves), halves, WHY));

        assertThat(store().open())
                .extracting(row -> row.state().name())
                .containsExactly("EXPORTING", "FAILED", "COPIED", "PLANNED", "PLANNED");
        assertThat(store().open()).allMatch(row -> store().find(row.id()).equals(Optional.of(row)));
    }

    @Test
    void outlinesAreAllRowsWithoutTheirAccounts() {
        WindowRow first = plan(0);
        Account account = Account.EMPTY.with("Patient", figures -> figures.withExported(3));
        done(store().move(
                        first,
                        first.moved(new WindowState.Failed(StageName.COPY, "storage 503", true, "m"), account, NOW),
                        WHY));
        plan(1);

        List<WindowRow> rows = store().windows().toList();
        assertThat(rows.getFirst().account()).isEqualTo(account);
        assertThat(store().outlines())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("etag")
                .containsExactlyElementsOf(
                        rows.stream().map(WindowRow::withoutAccount).toList());
    }

    @Test
    void aWindowPassesThroughEveryStateWithAnEventForEachMove() {
        WindowRow row = plan(0);
        Account account = Account.EMPTY.with("Patient", figures -> figures.withExported(3));

        row = done(store().move(row, exporting(row).by("export-0-all"), WHY));
        row = done(store().move(row, row.moved(new WindowState.Exported("m1"), account, NOW), WHY));
        row = done(store().move(row, row.moved(new WindowState.Copying("m1"), row.account(), NOW), WHY));
        row = done(store().move(
                        row,
                        row.moved(new WindowState.Failed(StageName.COPY, "storage 503", true, "m1"), account, NOW)
                                .by("copy-0-7"),
                        WHY));

        WindowRow read = store().find(row.id()).orElseThrow();
        assertThat(read).isEqualTo(row);
        assertThat(read.movedBy()).isEqualTo("copy-0-7");
        assertThat(read.account().of("Patient").exported()).isEqualTo(3);
        assertThat(store().events(row.id()))
                .extracting(WindowEvent::to)
                .containsExactly("PLANNED", "EXPORTING", "EXPORTED", "COPYING", "FAILED");
        assertThat(store().events(row.id())).extracting(WindowEvent::number).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aMoveFromAnOutdatedRowIsAConflictAndWritesNothing() {
        WindowRow outdated = plan(0);
        WindowRow current = done(store().move(outdated, exporting(outdated), WHY));

        Moved late = store().move(outdated, exporting(outdated), WHY);

        assertThat(late).isEqualTo(new Moved.Conflict(current));
        assertThat(store().events(outdated.id())).hasSize(2);
    }

    @Test
    void aSplitAndItsHalvesAppearTogether() {
        WindowRow row = plan(0);
        List<WindowRow> halves = halves(row);

        WindowRow split = done(store().split(row, split(row, halves), halves, WHY));

        assertThat(store().windows())
                .extracting(r -> r.state().name())
                .containsExactlyInAnyOrder("SPLIT", "PLANNED", "PLANNED");
        assertThat(store().find(row.id())).contains(split);
        assertThat(store().events(halves.getLast().id())).hasSize(1);
    }

    @Test
    void aSplitFromAnOutdatedRowLeavesNoHalves() {
        WindowRow outdated = plan(0);
        WindowRow current = done(store().move(outdated, exporting(outdated), WHY));
        List<WindowRow> halves = halves(outdated);

        Moved late = store().split(outdated, split(outdated, halves), halves, WHY);

        assertThat(late).isEqualTo(new Moved.Conflict(current));
        assertThat(store().windows()).hasSize(1);
    }

    @Test
    void aHalfThatIsThereAlreadyIsNoConflictThatCouldPass() {
        WindowRow row = plan(0);
        List<WindowRow> halves = halves(row);
        store().plan(store().cursor().orElseThrow(), List.of(halves.getFirst()), WHY);

        assertThatThrownBy(() -> store().split(row, split(row, halves), halves, WHY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already");

        assertThat(store().find(row.id())).contains(row);
    }

    @Test
    void touchingChangesTheTimeAndLeavesNoEvent() {
        WindowRow row = plan(0);

        WindowRow touched = store().touch(row, NOW.plusSeconds(60));

        assertThat(touched.touchedAt()).isEqualTo(NOW.plusSeconds(60));
        assertThat(touched.etag()).isNotEqualTo(row.etag());
        assertThat(touched.sameMoveAs(row)).isTrue();
        assertThat(store().find(row.id())).contains(touched);
        assertThat(store().touch(touched).touchedAt()).isEqualTo(NOW);
        assertThat(store().events(row.id())).hasSize(1);
    }

    @Test
    void touchingAnOutdatedRowChangesNothingAndShowsTheCurrentOne() {
        WindowRow outdated = plan(0);
        WindowRow current = done(store().move(outdated, exporting(outdated), WHY));

        WindowRow touched = store().touch(outdated, NOW.plusSeconds(60));

        assertThat(touched).isEqualTo(current);
        assertThat(touched.sameMoveAs(outdated)).isFalse();
    }

    @Test
    void moreWindowsThanFitIntoATransactionAreRefused() {
        List<WindowRow> rows = IntStream.rangeClosed(0, WindowStore.MAX_PLANNED)
                .mapToObj(i -> WindowRow.planned(day(i), 0, NOW))
                .toList();

        assertThatThrownBy(() -> store().plan(Cursor.at(START, NOW), rows, WHY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 49");
    }

    @Test
    void asManyWindowsAsPromisedFitIntoOneTransaction() {
        List<WindowRow> rows = IntStream.range(0, WindowStore.MAX_PLANNED)
                .mapToObj(i -> WindowRow.planned(day(i), 0, NOW))
                .toList();

        assertThat(store().plan(Cursor.at(START, NOW), rows, WHY)).isTrue();
        assertThat(store().windows()).hasSize(WindowStore.MAX_PLANNED);
    }
}
