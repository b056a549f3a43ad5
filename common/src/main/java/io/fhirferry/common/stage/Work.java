package io.fhirferry.common.stage;

import io.fhirferry.common.window.WindowRow;

/**
 * One call to work on a slice.
 *
 * @param row the window as the table has it
 * @param slice what to do
 * @param attempt names this attempt's outputs, such as {@code 1-0}: no other attempt at this slice has the same name
 * @param progress what the last step recorded; empty at the first step, and after a lost message
 * @param heartbeat to be called during long work
 */
public record Work(WindowRow row, Slice slice, String attempt, String progress, Heartbeat heartbeat) {

    /** Whether nothing was recorded yet. */
    public boolean isFirstStep() {
        return progress.isEmpty();
    }
}
