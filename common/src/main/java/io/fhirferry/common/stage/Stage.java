package io.fhirferry.common.stage;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowRow;
import java.util.List;

/**
 * What a service does to a window. Everything here may be called again with the same arguments after a crash, and must
 * then come to the same end.
 */
public interface Stage {

    /** Which of the four it is. */
    StageName name();

    /**
     * Whether a window may begin this stage now, or has to wait for other windows. Asked before its first step, as often as
     * needed, and once more when its beginning is written down; what has begun goes on.
     *
     * @param row waiting for this stage, or just begun
     */
    default Admission admits(WindowRow row) {
        return new Admission.Now();
    }

    /**
     * Cuts the window's work into slices. A function of the row's state alone; a plan of several slices is stored once
     * and never made again for the same attempt.
     *
     * @param row in the active state of this stage
     * @return one slice for work in one go, several to share it among replicas, none when there is nothing to do
     */
    List<Slice> plan(WindowRow row);

    /**
     * As {@link #plan(WindowRow)}, for a stage that has to read something first.
     *
     * @param heartbeat to be called meanwhile
     */
    default List<Slice> plan(WindowRow row, Heartbeat heartbeat) {
        return plan(row);
    }

    /**
     * How many more slices could begin now, for a stage that knows: the others are left to other replicas. Asked often, on any
     * thread; shall neither block nor throw.
     */
    default int appetite() {
        return Integer.MAX_VALUE;
    }

    /**
     * Does a slice, or the next step of it.
     *
     * <p>What is thrown is taken for a passing fault: the message comes back after a pause and the same step is tried
     * again, up to the limit of deliveries.
     */
    WorkResult work(Work work);

    /**
     * Puts the results together, once all slices are done.
     *
     * @param row in the active state of this stage
     * @param results of the slices, in the order of the plan
     */
    Joined join(WindowRow row, List<String> results);

    /**
     * As {@link #join(WindowRow, List)}, for a stage that has to read something first.
     *
     * @param heartbeat to be called meanwhile
     */
    default Joined join(WindowRow row, List<String> results, Heartbeat heartbeat) {
        return join(row, results);
    }
}
