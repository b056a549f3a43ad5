package io.fhirferry.importer.bundle;

import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowStore;
import io.fhirferry.importer.order.LaterWindows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells what has come, and whether anything can still come, that deferred lines may be waiting for.
 *
 * @param windows of the migration
 * @param end {@code ferry.migration.end}
 * @param lag {@code ferry.migration.lag}, which also makes up for clocks that do not agree
 * @param mostWaiting when more windows than this have deferred lines, the oldest of them waits no longer, since all of them
 *     look around all the time
 * @param clock tells how long the migration has lasted
 */
record Outlook(WindowStore windows, Optional<Instant> end, Duration lag, int mostWaiting, Clock clock) {

    /** Enough for references to windows that are planned much later. */
    static final int MOST_WAITING = 50;

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /**
     * What was seen at one look.
     *
     * @param seen of the other windows
     * @param grace after so long without a change there is nothing to wait for; empty while there is
     */
    record Sight(Seen seen, Optional<Duration> grace) {

        /** Whether the wait is over. */
        boolean isOver(Duration unchanged) {
            return grace.filter(needed -> unchanged.compareTo(needed) >= 0).isPresent();
        }
    }

    /**
     * Looks from a window. Costs the same however many windows are done.
     *
     * @param deferred when lines of the window were first refused. What they refer to was at the source before that, so it
     *     has come, or never will, when everything up to then has been brought
     */
    Sight from(WindowRow row, Instant deferred) {
        Cursor cursor = windows.cursor().orElseGet(() -> Cursor.at(row.window().till(), clock.instant()));
        List<WindowRow> others = windows.open()
                .filter(other -> other.window().kind() == WindowKind.TILE
                        && other.window().scope().equals(row.window().scope())
                        && !other.id().equals(row.id())
                        && other.window().since().isBefore(cursor.planned()))
                .toList();
        List<WindowRow> waiting =
                others.stream().filter(WindowRow::hasOnlyDeferredLeft).toList();
        boolean allHaveCome =
                others.stream().allMatch(other -> LaterWindows.hasLeft(other) || other.hasOnlyDeferredLeft());
        boolean isEnd =
                end.filter(instant -> !cursor.planned().isBefore(instant)).isPresent();
        boolean caughtUp = !cursor.planned().isBefore(deferred.plus(lag));
        Optional<Duration> grace = Optional.empty();
        if (waiting.size() >= mostWaiting && waiting.stream().noneMatch(other -> isOlder(other, row))) {
            grace = Optional.of(Duration.ZERO);
        } else if (allHaveCome && (isEnd || caughtUp)) {
            // Each of the others has looked around by then, and may have brought what this one waits for.
            grace = Optional.of(
                    waiting.isEmpty()
                            ? Duration.ZERO
                            : pause(cursor.startedAt()).multipliedBy(2));
        }
        return new Sight(seen(cursor, others, waiting), grace);
    }

    /** Between two looks of a window that has waited since an instant: a tenth of that time, within bounds. */
    Duration pause(Instant since) {
        Duration tenth = Duration.between(since, clock.instant()).dividedBy(10);
        Duration pause = tenth.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : tenth;
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** Whether something has come to the destination between two looks. */
    boolean hasMoreCome(Seen before, Seen now) {
        return before.isLessThan(now, id -> windows.find(new WindowId(id))
                .filter(row ->
                        LaterWindows.hasLeft(row) && row.account().total().rejected() == 0)
                .isPresent());
    }

    /** Tiles leave no gap, so whatever no open one covers has been brought. */
    private static Seen seen(Cursor cursor, List<WindowRow> others, List<WindowRow> waiting) {
        Duration brought = others.stream()
                .filter(other -> !LaterWindows.hasLeft(other) && !other.hasOnlyDeferredLeft())
                .map(other ->
                        Duration.between(other.window().since(), other.window().till()))
                .reduce(Duration.between(cursor.start(), cursor.planned()), Duration::minus);
        SortedMap<String, Long> deferred = new TreeMap<>();
        waiting.forEach(other ->
                deferred.put(other.id().value(), other.account().total().deferred()));
        return new Seen(brought, deferred);
    }

    private static boolean isOlder(WindowRow one, WindowRow other) {
        return one.window().till().isBefore(other.window().till());
    }
}
