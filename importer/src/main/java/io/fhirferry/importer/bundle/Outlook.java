package io.fhirferry.importer.bundle;

import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tells what has come, and whether anything can still come, that deferred lines may be waiting for.
 *
 * @param windows of the migration
 * @param end {@code ferry.migration.end}
 * @param lag {@code ferry.migration.lag}, which also makes up for clocks that do not agree
 * @param mostWaiting when more windows than this have deferred lines, the oldest of them waits no longer, since all of them
 *     look around all the time
 */
record Outlook(WindowStore windows, Optional<Instant> end, Duration lag, int mostWaiting) {

    /** Enough for references to windows that are planned much later. */
    static final int MOST_WAITING = 50;

    /**
     * What was seen at one look.
     *
     * @param brought how long a span of the source's time behind the window has left the import
     * @param last whether the wait is over: nothing is on its way and nothing will be planned, or too many wait
     */
    record Sight(Duration brought, boolean last) {}

    /**
     * Looks from a window. Costs the same however many windows are done.
     *
     * @param deferred when lines of the window were first refused. What they refer to was at the source before that, so it
     *     has come, or never will, when everything up to then has been brought
     */
    Sight from(WindowRow row, Instant deferred) {
        Instant planned =
                windows.cursor().map(Cursor::planned).orElse(row.window().till());
        List<WindowRow> open = windows.open().toList();
        LaterTiles later = LaterTiles.of(row.window(), planned, open.stream());
        boolean caughtUp = !planned.isBefore(deferred.plus(lag));
        boolean allHasCome = later.areBrought() && (isEnd(planned) || caughtUp);
        return new Sight(later.brought(), allHasCome || isOldestOfTooMany(row, open));
    }

    private boolean isEnd(Instant planned) {
        return end.isPresent() && !planned.isBefore(end.get());
    }

    private boolean isOldestOfTooMany(WindowRow row, List<WindowRow> open) {
        List<WindowRow> waiting =
                open.stream().filter(WindowRow::hasOnlyDeferredLeft).toList();
        return waiting.size() > mostWaiting
                && waiting.stream()
                        .noneMatch(other ->
                                other.window().till().isBefore(row.window().till()));
    }
}
