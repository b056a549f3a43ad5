package io.fhirferry.exporter.control;

import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowStore;
import java.util.function.UnaryOperator;

/** Writes the moves that an operator asked for. */
final class OperatorMoves {

    private final WindowStore windows;

    OperatorMoves(WindowStore windows) {
        this.windows = windows;
    }

    /**
     * Moves a window, again as long as its row was only touched in between.
     *
     * @param row what was read
     * @param change makes the row to be
     */
    Moved move(WindowRow row, UnaryOperator<WindowRow> change, Why why) {
        Moved moved = windows.move(row, change.apply(row), why);
        while (moved instanceof Moved.Conflict(WindowRow current) && current.sameMoveAs(row)) {
            moved = windows.move(current, change.apply(current), why);
        }
        return moved;
    }
}
