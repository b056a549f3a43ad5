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

    private Outlook outlook(Optional<Instant> end) {
        return new Outlook(OpenWindows.of(windows), end, LAG, MOST, clock);
    }

    private Optional<Duration> grace(WindowRow row, Optional<Instant> end) {
        return outlook(end).from(row, clock.instant()).grace();
    }

    private Seen seen(WindowRow row) {
        return outlook(Optional.empty()).from(row, clock.instant()).seen();
    }

    private WindowRow waiting(WindowRow row, long lines) {
        WindowRow importing = row.state() instanceof WindowState.Importing
                ? windows.find(row.id()).orElseThrow()
                : moved(row, new WindowState.Importing("m"));
        Account account = Account.EMPTY.with("Patient", figures -> figures.withImport(0, 0, 0, lines, 0));
        return windows.touch(importing.accounted(account), clock.instant());
    }

    @Test
    void whatIsSeenChangesWithEachWindowThatIsBroughtAndOnlyThen() {
        // given
        WindowRow row = day(0);
        Seen nothing = seen(row);
        WindowRow first = day(1);
        WindowRow second = day(2);
        assertThat(seen(row)).as("planning brings nothing").isEqualTo(nothing);

        // then, in whatever order they leave, and whether or not they are closed
        moved(second, new WindowState.Imported("m"));
        Seen one = seen(row);
        assertThat(one).isNotEqualTo(nothing);
        moved(second, new WindowState.Verified("m"));
        assertThat(seen(row)).isEqualTo(one);
        moved(first, new WindowState.Verified("m"));
        assertThat(seen(row)).isNotEqualTo(one);
    }

    @Test
    void whatIsSeenChangesWithDeferredLinesOfOthersThatArrive() {
        // given
        WindowRow earlier = waiting(day(0), 7);
        WindowRow row = day(1);
        Seen before = seen(row);

        // then
        assertThat(hasMoreCome(before, row)).isFalse();
        waiting(earlier, 6);
        assertThat(hasMoreCome(before, row)).isTrue();
        moved(earlier, new WindowState.Imported("m"));
        assertThat(hasMoreCome(before, row)).isTrue();
    }

    @Test
    void aWindowThatGaveUpBringsNothing() {
        // given
        WindowRow earlier = waiting(day(0), 7);
        WindowRow row = day(1);
        Seen before = seen(row);

        // when
        WindowRow stored = windows.find(earlier.id()).orElseThrow();
        Account rejected = Account.EMPTY.with("Patient", figures -> figures.withImport(0, 0, 7, 0, 0));
        windows.move(stored, stored.moved(new WindowState.Imported("m"), rejected, clock.instant()), WHY);

        // then
        assertThat(hasMoreCome(before, row)).isFalse();
    }

    private boolean hasMoreCome(Seen before, WindowRow row) {
        return outlook(Optional.empty()).hasMoreCome(before, seen(row));
    }

    @Test
    void halvingAWindowBringsNothing() {
        // given
        WindowRow row = day(0);
        WindowRow whole = day(1);
        Seen before = seen(row);

        // when
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

        // then
        assertThat(seen(row)).isEqualTo(before);
        moved(halves.getLast(), new WindowState.Verified("m"));
        assertThat(seen(row)).isNotEqualTo(before);
    }

    @Test
    void nothingComesAnyMoreWhenTheEndIsPlannedAndBrought() {
        WindowRow row = day(0);
        WindowRow later = day(1);
        Optional<Instant> end = Optional.of(later.window().till());
        assertThat(grace(row, end)).isEmpty();

        moved(later, new WindowState.Failed(StageName.IMPORT, "status 500", true, "m"));
        assertThat(grace(row, end)).isEmpty();
        moved(later, new WindowState.Imported("m"));
        assertThat(grace(row, end)).contains(Duration.ZERO);
        assertThat(grace(row, Optional.of(later.window().till().plusMillis(1)))).isEmpty();
    }

    @Test
    void whileOthersWaitTooTheyAreGivenTheTimeToLookAroundTwice() {
        // given an earlier window that waits, in a migration that has lasted for five minutes, or for days
        WindowRow earlier = day(0);
        WindowRow row = day(1);
        Optional<Instant> end = Optional.of(row.window().till());
        assertThat(grace(row, end)).as("the earlier one is on its way").isEmpty();
        waiting(earlier, 3);

        // then
        clock.advance(Duration.ofMinutes(5));
        assertThat(grace(row, end)).contains(Duration.ofMinutes(1));
        clock.advance(Duration.ofDays(5));
        assertThat(grace(row, end)).contains(Duration.ofMinutes(2));
    }

    @Test
    void ofTooManyThatWaitTheOldestWaitsNoLonger() {
        // given as many as may wait, and a later window on its way
        List<WindowRow> rows = IntStream.range(0, MOST)
                .mapToObj(this::day)
                .map(row -> waiting(row, 1))
                .toList();
        WindowRow later = day(MOST);
        assertThat(rows).allMatch(row -> grace(row, Optional.empty()).isEmpty());

        // when one more waits
        waiting(later, 1);

        // then
        assertThat(grace(rows.getFirst(), Optional.empty())).contains(Duration.ZERO);
        assertThat(rows.stream().skip(1))
                .allMatch(row -> grace(row, Optional.empty()).isEmpty());
    }

    @Test
    void nothingComesAnyMoreWhenEverythingUpToTheRefusalHasBeenBrought() {
        // given lines that were refused in the second half of the next day
        WindowRow row = day(0);
        WindowRow later = day(1);
        Instant refused = later.window().till().minus(LAG);

        // then the day has to be brought, and what is planned after it has not
        assertThat(outlook(Optional.empty()).from(row, refused).grace()).isEmpty();
        moved(later, new WindowState.Verified("m"));
        assertThat(outlook(Optional.empty()).from(row, refused).grace()).isPresent();
        assertThat(outlook(Optional.empty()).from(row, refused.plusMillis(1)).grace())
                .isEmpty();
    }
}
