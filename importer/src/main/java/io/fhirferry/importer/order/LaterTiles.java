package io.fhirferry.importer.order;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is known of the tiles behind one, by those of them that are open: tiles leave no gap up to where they are planned, so
 * whatever no open one covers has been brought.
 *
 * @param planned the span from the end of the one to where tiles are planned
 * @param open the later tiles that wait, are at work or have failed
 */
record LaterTiles(Duration planned, List<WindowRow> open) {

    LaterTiles {
        open = List.copyOf(open);
    }

    /**
     * Chooses the later ones.
     *
     * @param window the one
     * @param planned where tiles were planned before the rows were read
     * @param rows all that are open
     */
    static LaterTiles of(Window window, Instant planned, Stream<WindowRow> rows) {
        return new LaterTiles(
                Duration.between(window.till(), planned),
                rows.filter(row -> row.window().kind() == WindowKind.TILE
                                && row.window().scope().equals(window.scope())
                                && !row.window().since().isBefore(window.till())
                                && row.window().since().isBefore(planned))
                        .toList());
    }

    /** Whether one of them may have written to the destination. */
    boolean mayHaveBegun() {
        return anyHasLeft() || open.stream().anyMatch(LaterTiles::hasBegun);
    }

    private static boolean hasBegun(WindowRow row) {
        return row.state() instanceof WindowState.Importing
                || row.state() instanceof WindowState.Failed failed && failed.stage() == StageName.IMPORT
                // Driven again, it has begun before.
                || row.attempt() > 1;
    }

    private boolean anyHasLeft() {
        return open.stream()
                .filter(row -> !LaterWindows.hasLeft(row))
                .map(row -> Duration.between(row.window().since(), row.window().till()))
                .reduce(planned, Duration::minus)
                .isPositive();
    }
}
