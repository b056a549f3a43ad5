package io.fhirferry.importer.bundle;

import io.fhirferry.common.stage.PlanStore;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.SliceStore;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.window.StageName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells which of a window's slices have to be done before another one begins. */
final class Layers {

    private final PlanStore plans;
    private final SliceStore slices;

    Layers(PlanStore plans, SliceStore slices) {
        this.plans = plans;
        this.slices = slices;
    }

    /** Whether all lines of lower layers are settled or deferred. */
    boolean isReached(Work work, BundleSlice.Lines range) {
        if (range.layer() == 0) {
            return true;
        }
        List<Slice> plan = plans.find(work.row(), StageName.IMPORT).orElse(List.of());
        List<Slice> lower = plan.stream()
                .filter(slice ->
                        BundleSlice.parse(slice) instanceof BundleSlice.Lines(int layer, var file, var f, var t)
                                && layer < range.layer())
                .toList();
        if (lower.isEmpty()) {
            return true;
        }
        Set<Integer> done = slices.doneIndexes(work.row(), StageName.IMPORT);
        return lower.stream().allMatch(slice -> done.contains(slice.index()));
    }

    /** The results of all slices before the one for deferred lines, or empty while any is not done. */
    Optional<List<String>> resultsBefore(Work deferred) {
        return slices.results(deferred.row(), StageName.IMPORT, deferred.slice().index());
    }
}
