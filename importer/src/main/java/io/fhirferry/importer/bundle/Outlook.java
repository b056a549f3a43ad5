package io.fhirferry.importer.bundle;

import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether anything can still come that deferred lines may be waiting for.
 *
 * @param windows of the migration
 * @param order of its tiles
 * @param end {@code ferry.migration.end}
 * @param windowsInFlight {@code ferry.migration.windows-in-flight}
 */
record Outlook(WindowStore windows, WindowOrder order, Optional<Instant> end, int windowsInFlight) {

    /** How many later windows have left the import. */
    long laterWindows(WindowRow row) {
        return order.later(row).filter(WindowOrder::hasLeft).count();
    }

    /**
     * Whether no later window is on its way, and none will be planned: the end is reached, or all places are taken by
     * windows that wait as this one does.
     */
    boolean isNothingToCome(WindowRow row) {
        List<WindowRow> later = order.later(row).toList();
        if (!later.stream().allMatch(WindowOrder::hasLeft)) {
            return false;
        }
        return end.isPresent() && isPlanned(end.get()) || isFull();
    }

    private boolean isPlanned(Instant instant) {
        return windows.cursor()
                .map(Cursor::planned)
                .filter(planned -> !planned.isBefore(instant))
                .isPresent();
    }

    /** As the planner counts: a failed window keeps its place. */
    private boolean isFull() {
        long places = windows.windows()
                .filter(row -> row.window().kind() != WindowKind.CENSUS
                        && (!row.state().terminal() || row.state() instanceof WindowState.Failed))
                .count();
        return places >= windowsInFlight;
    }
}
