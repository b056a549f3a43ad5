package io.fhirferry.common.stage;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@link PlanStore} in memory. */
public final class MemoryPlanStore implements PlanStore {

    private final Steps steps;
    private final Map<String, List<Slice>> plans = new HashMap<>();

    /** An empty store. */
    public MemoryPlanStore() {
        this(new Steps());
    }

    MemoryPlanStore(Steps steps) {
        this.steps = steps;
    }

    @Override
    public synchronized Optional<List<Slice>> find(WindowRow row, StageName stage) {
        Optional<List<Slice>> plan = Optional.ofNullable(plans.get(key(row, stage)));
        steps.pass();
        return plan;
    }

    @Override
    public synchronized List<Slice> storeOnce(WindowRow row, StageName stage, List<Slice> slices) {
        steps.pass();
        plans.putIfAbsent(key(row, stage), slices);
        steps.pass();
        return plans.get(key(row, stage));
    }

    private static String key(WindowRow row, StageName stage) {
        return row.id() + "!" + stage + "!" + row.attempt();
    }
}
