package io.fhirferry.common.stage;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowRow;
import java.util.List;
import java.util.Optional;

/** Remembers the slices of a stage's plan; what is stored first is the plan, whoever comes later. */
public interface PlanStore {

    /** The plan of this stage for the row's current attempt, or empty when none was stored. */
    Optional<List<Slice>> find(WindowRow row, StageName stage);

    /**
     * Stores the plan unless there is one.
     *
     * @return the plan that counts: the given one, or the one that was there before
     */
    List<Slice> storeOnce(WindowRow row, StageName stage, List<Slice> slices);
}
