package io.fhirferry.importer.hapi;

import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import io.fhirferry.importer.order.LaterWindows;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The windows that have to arrive before another one: those of the same types that begin earlier. A server that numbers
 * versions as they arrive would make the older one current otherwise.
 *
 * @param windows of the migration
 */
record EarlierWindows(WindowStore windows) {

    /** The first of them that has not arrived yet; a failed one before one that is on its way. */
    Optional<WindowRow> missing(WindowRow row) {
        try (Stream<WindowRow> open = windows.open()) {
            return missing(row, open);
        }
    }

    static Optional<WindowRow> missing(WindowRow row, Stream<WindowRow> open) {
        return open.filter(other -> other.window().kind() != WindowKind.CENSUS)
                .filter(other -> other.window().scope().equals(row.window().scope()))
                .filter(other -> other.window().since().isBefore(row.window().since()))
                .filter(other -> !arrived(other))
                .min((left, right) -> Boolean.compare(failed(right), failed(left)));
    }

    /** Whether a window will not arrive by itself. */
    static boolean failed(WindowRow row) {
        return row.state() instanceof WindowState.Failed;
    }

    private static boolean arrived(WindowRow row) {
        return row.state() instanceof WindowState.Split || LaterWindows.hasLeft(row);
    }
}
