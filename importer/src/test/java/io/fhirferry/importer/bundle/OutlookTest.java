package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.MutableClock;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.MemoryWindowStore;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutlookTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Why WHY = new Why("test", "test");
    private static final Duration LAG = Duration.ofMinutes(5);
    private static final int MOST = 4;

    private final MutableClock clock = new MutableClock(START.plus(Duration.ofDays(90)));
    private final MemoryWindowStore windows = new MemoryWindowStore("m", clock, () -> {});

    private WindowRow day(int number) {
        Instant since = START.plus(DAY.multipliedBy(number));
        WindowRow row =
                WindowRow.planned(Window.of(since, since.plus(DAY), Scope.ALL, WindowKind.TILE), 1, clock.instant());
        Cursor cursor = windows.cursor().orElse(Cursor.at(START, clock.instant()));
        assertThat(windows.plan(cursor.advancedTo(since.plus(DAY)), List.of(row), WHY))
                .isTrue();
        return moved(row, new WindowState.Exporting());
    }

    private WindowRow moved(WindowRow row, WindowState state) {
        WindowRow stored = windows.find(row.id()).orElseThrow();
        windows.move(stored, stored.moved(state, Account.EMPTY, clock.instant()), WHY);
        return windows.find(row.id()).orElseThrow();
    }

    private Outlook.Sight sight(WindowRow row, Optional<Instant> end) {
        return new Outlook(OpenWindows.of(windows), end, LAG, MOST).from(row, clock.instant());
    }

    private Duration brought(WindowRow row) {
        return sight(row, Optional.empty()).brought();
    }

    @Test
    void whatIsBroughtGrowsWithEachLaterWindowThatLeavesTheImportAndOnlyThen() {
        // given
        WindowRow row = day(0);
        assertThat(brought(row)).isZero();
        WindowRow first = day(1);
        WindowRow second = day(2);
        assertThat(brought(row)).isZero();

        // then, in whatever order they leave, and whether or not they are closed
        moved(second, new WindowState.Imported("m"));
        assertThat(brought(row)).isEqualTo(DAY);
        moved(second, new WindowState.Verified("m"));
        assertThat(brought(row)).isEqualTo(DAY);
        moved(first, new WindowState.Verified("m"));
        assertThat(brought(row)).isEqualTo(DAY.multipliedBy(2));

        // and planning brings nothing
        day(3);
        assertThat(brought(row)).isEqualTo(DAY.multipliedBy(2));
    }

    @Test
    void earlierWindowsAndHalvesDoNotCount() {
        // given
        WindowRow earlier = day(0);
        WindowRow row = day(1);
        WindowRow whole = day(2);

        // when the later one is halved and the earlier one leaves
        List<WindowRow> halves = whole.window().halves().stream()
                .map(half -> WindowRow.planned(half, 1, clock.instant()))
                .toList();
        WindowState.Exporting exporting = new WindowState.Exporting();
        windows.split(
                whole,
                whole.moved(
                        exporting.split(halves.getFirst().id(), halves.getLast().id()), Account.EMPTY, clock.instant()),
                halves,
                WHY);
        moved(earlier, new WindowState.Verified("m"));

        // then
        assertThat(brought(row)).isZero();
        moved(halves.getLast(), new WindowState.Verified("m"));
        assertThat(brought(row)).isEqualTo(DAY.dividedBy(2));
    }

    @Test
    void nothingComesAnyMoreWhenTheEndIsPlannedAndBrought() {
        WindowRow row = day(0);
        WindowRow later = day(1);
        Optional<Instant> end = Optional.of(later.window().till());
        assertThat(sight(row, end).last()).isFalse();

        moved(later, new WindowState.Failed(StageName.IMPORT, "status 500", true, "m"));
        assertThat(sight(row, end).last()).isFalse();
        moved(later, new WindowState.Imported("m"));
        assertThat(sight(row, end).last()).isTrue();
        assertThat(sight(row, Optional.of(later.window().till().plusMillis(1))).last())
                .isFalse();
    }

    @Test
    void ofTooManyThatWaitTheOldestWaitsNoLonger() {
        // given as many as may wait, and a later window on its way
        List<WindowRow> rows =
                IntStream.range(0, MOST).mapToObj(this::day).map(this::waiting).toList();
        WindowRow later = day(MOST);
        assertThat(rows).noneMatch(row -> sight(row, Optional.empty()).last());

        // when one more waits
        waiting(later);

        // then
        assertThat(rows.stream().map(row -> sight(row, Optional.empty()).last()))
                .startsWith(true)
                .filteredOn(last -> last)
                .hasSize(1);
    }

    private WindowRow waiting(WindowRow row) {
        WindowRow importing = moved(row, new WindowState.Importing("m"));
        Account account = Account.EMPTY.with("Patient", figures -> figures.withImport(0, 0, 0, 1, 0));
        return windows.touch(importing.accounted(account), clock.instant());
    }

    @Test
    void nothingComesAnyMoreWhenEverythingUpToTheRefusalHasBeenBrought() {
        // given lines that were refused in the second half of the next day
        WindowRow row = day(0);
        Outlook outlook = new Outlook(OpenWindows.of(windows), Optional.empty(), LAG, MOST);
        WindowRow later = day(1);
        Instant refused = later.window().till().minus(LAG);

        // then the day has to be brought, and what is planned after it has not
        assertThat(outlook.from(row, refused).last()).isFalse();
        moved(later, new WindowState.Verified("m"));
        assertThat(outlook.from(row, refused).last()).isTrue();
        assertThat(outlook.from(row, refused.plusMillis(1)).last()).isFalse();
    }
}
