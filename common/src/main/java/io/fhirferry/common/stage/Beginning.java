package io.fhirferry.common.stage;

import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;

/**
 * Begins a stage on windows. Whether a window may begin is asked once more when its beginning is written down: who closes the
 * gate, or drives a window again that comes before, either sees that this one has begun or is seen here.
 *
 * @param stage says whether a window may begin
 * @param gate lets nothing begin while it is closed
 * @param moves writes it down
 */
record Beginning(Stage stage, Gate gate, Moves moves) {

    /**
     * Begins.
     *
     * @return a conflict also when the window went back before anything was done
     */
    Moved of(WindowRow row, WindowState.Waiting waiting, StageMessage message) {
        WindowState.Active active = waiting.start();
        return switch (moves.to(row, active, message, "begun")) {
            case Moved.Done done
            when !gate.isOpen() -> back(done.row(), active, message, "the migration was paused or stopped");
            case Moved.Done done
            when stage.admits(done.row()) instanceof Admission.NotYet ->
                back(done.row(), active, message, "another window comes first");
            case Moved.Done done -> done;
            case Moved.Conflict conflict -> conflict;
        };
    }

    private Moved back(WindowRow row, WindowState.Active begun, StageMessage message, String why) {
        return switch (moves.to(row, begun.stopped(), message, "not begun: " + why)) {
            case Moved.Done(WindowRow waiting) -> new Moved.Conflict(waiting);
            case Moved.Conflict conflict -> conflict;
        };
    }
}
