package io.fhirferry.exporter.control;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import java.util.List;

/** What came of an operation. */
sealed interface Outcome {

    /**
     * A window begins a stage once more.
     *
     * @param attempt the new attempt's number
     */
    record Redriven(WindowId window, StageName stage, int attempt) implements Outcome {}

    /**
     * The rejected lines of a window are imported once more, and nothing else of it.
     *
     * @param lines how many
     * @param repaired staged files that were changed since they were copied
     * @param attempt the new attempt's number
     */
    record LinesRedriven(WindowId window, long lines, int repaired, int attempt) implements Outcome {}

    /**
     * Windows were signed off.
     *
     * @param findings how many findings they had together
     */
    record Accepted(List<WindowId> windows, long findings) implements Outcome {
        public Accepted {
            windows = List.copyOf(windows);
        }
    }

    /** The migration has no such window. */
    record NoSuchWindow(WindowId window) implements Outcome {}

    /**
     * Nothing was done.
     *
     * @param message why, and what can be done instead; names no resource
     */
    record Refused(String message) implements Outcome {}

    /**
     * Nothing was accepted, because the request does not name every finding.
     *
     * @param uncovered how many it does not name
     * @param listedIn the blob in the protected container that names them
     */
    record NotCovered(int uncovered, String listedIn) implements Outcome {}
}
