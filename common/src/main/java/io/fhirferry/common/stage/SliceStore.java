package io.fhirferry.common.stage;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowRow;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Remembers which slices of a plan are done. Only used where a plan has several. */
public interface SliceStore {

    /** Whether this slice was done in the row's current attempt. */
    boolean isDone(WindowRow row, StageName stage, int index);

    /** Notes a slice as done; if it was before, the first result stays. */
    void done(WindowRow row, StageName stage, int index, String result);

    /** The indexes of the slices that are done. */
    Set<Integer> doneIndexes(WindowRow row, StageName stage);

    /**
     * The results of all slices in the order of the plan, or empty while any is not done.
     *
     * @param count how many slices the plan has
     */
    Optional<List<String>> results(WindowRow row, StageName stage, int count);
}
