package io.fhirferry.common.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CensusTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(2));
    private static final Cursor CURSOR = Cursor.at(START, START).advancedTo(END);
    private static final WindowState VERIFIED = new WindowState.Verified("m");
    private static final WindowState MISMATCHED = new WindowState.Mismatched("m", "findings");

    private static WindowRow row(WindowKind kind, int day, WindowState state) {
        Instant since = START.plus(Duration.ofDays(day));
        return WindowRow.planned(Window.of(since, since.plus(Duration.ofDays(1)), Scope.ALL, kind), 0, START)
                .moved(state, Account.EMPTY, START);
    }

    private static WindowRow tile(int day) {
        return row(WindowKind.TILE, day, VERIFIED);
    }

    private static WindowRow drivenAgain(WindowRow row) {
        return row.movedAfresh(new WindowState.Imported("m"), Account.EMPTY, START)
                .moved(VERIFIED, Account.EMPTY, START);
    }

    private static WindowRow census(List<WindowRow> before, WindowState state) {
        return WindowRow.planned(Census.due(CURSOR, END, before), 0, START).moved(state, Account.EMPTY, START);
    }

    private static List<WindowRow> with(List<WindowRow> rows, WindowRow... more) {
        List<WindowRow> all = new ArrayList<>(rows);
        all.addAll(Arrays.asList(more));
        return all;
    }

    @Test
    void theFirstCensusIsNotNumbered() {
        assertThat(Census.due(CURSOR, END, List.of(tile(0), tile(1))).id().value())
                .endsWith("-all-census");
    }

    @Test
    void aCensusCountsUntilAWindowIsDrivenAgain() {
        List<WindowRow> rows = List.of(tile(0), tile(1));
        WindowRow census = census(rows, VERIFIED);

        assertThat(Census.find(CURSOR, END, with(rows, census))).contains(census);
        assertThat(Census.isOutdated(census, with(rows, census))).isFalse();

        List<WindowRow> again = List.of(tile(0), drivenAgain(tile(1)));
        assertThat(Census.find(CURSOR, END, with(again, census))).isEmpty();
        assertThat(Census.isOutdated(census, with(again, census))).isTrue();
    }

    @Test
    void theNextCensusTakesItsPlaceUntilAWindowIsDrivenAgainOnceMore() {
        List<WindowRow> again = List.of(tile(0), drivenAgain(tile(1)));
        WindowRow second = census(again, VERIFIED);
        assertThat(Census.find(CURSOR, END, with(again, second))).contains(second);
        assertThat(second.id().value()).endsWith("-all-census-1");

        List<WindowRow> onceMore = List.of(drivenAgain(tile(0)), drivenAgain(tile(1)));
        assertThat(Census.find(CURSOR, END, with(onceMore, second))).isEmpty();
        assertThat(census(onceMore, VERIFIED).id().value()).endsWith("-all-census-2");
    }

    @Test
    void aWindowThatCameInBetweenMakesACensusOutdatedToo() {
        List<WindowRow> rows = List.of(tile(0));
        WindowRow census = census(rows, VERIFIED);

        List<WindowRow> late = with(rows, row(WindowKind.LATE, 0, VERIFIED), census);

        assertThat(Census.isOutdated(census, late)).isTrue();
    }

    @Test
    void aCensusThatIsItselfDrivenAgainStillCounts() {
        List<WindowRow> rows = List.of(tile(0));
        WindowRow census = drivenAgain(census(rows, MISMATCHED));

        assertThat(Census.find(CURSOR, END, with(rows, census))).contains(census);
    }

    @Test
    void theCensusOfAnEarlierEndIsOutdatedOnceALaterOneIsThere() {
        List<WindowRow> rows = List.of(tile(0), tile(1));
        WindowRow first = census(rows, MISMATCHED);
        WindowRow later = WindowRow.planned(Census.due(CURSOR, END.plusSeconds(1), rows), 0, START);

        assertThat(Census.isOutdated(first, with(rows, first))).isFalse();
        assertThat(Census.isOutdated(first, with(rows, first, later))).isTrue();
        assertThat(Census.isOutdated(later, with(rows, first, later))).isFalse();
    }

    @Test
    void noOtherWindowIsEverOutdated() {
        WindowRow tile = drivenAgain(tile(0));

        assertThat(Census.isOutdated(tile, List.of(tile))).isFalse();
    }
}
