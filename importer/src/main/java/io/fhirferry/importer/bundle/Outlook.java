package io.fhirferry.importer.bundle;

import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
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
 * @param windowsInFlight {@code ferry.migration.windows-in-flight}
 */
record Outlook(WindowStore windows, Optional<Instant> end, Duration lag, int windowsInFlight) {

    /**
     * What was seen at one look.
     *
     * @param brought how long a span of the source's time behind the window has left the import
     * @param last whether nothing is on its way and nothing will be planned
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
        return new Sight(later.brought(), later.areBrought() && (isEnd(planned) || caughtUp || isFull(open)));
    }

    private boolean isEnd(Instant planned) {
        return end.isPresent() && !planned.isBefore(end.get());
    }

    /** Whether all places are taken by windows that wait as this one does, or for an operator: no other is planned then. */
    private boolean isFull(List<WindowRow> open) {
        return open.stream()
                        .filter(row -> row.state() instanceof WindowState.Importing
                                || row.state() instanceof WindowState.Failed)
                        .filter(row -> row.window().kind() != WindowKind.CENSUS)
                        .count()
                >= windowsInFlight;
    }
}
