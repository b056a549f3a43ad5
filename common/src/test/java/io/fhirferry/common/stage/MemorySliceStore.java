package io.fhirferry.common.stage;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The {@link SliceStore} in memory. */
public final class MemorySliceStore implements SliceStore {

    private final Steps steps;
    private final Map<String, TreeMap<Integer, String>> done = new TreeMap<>();

    /** A store whose writes and reads never crash. */
    public MemorySliceStore() {
        this(new Steps());
    }

    MemorySliceStore(Steps steps) {
        this.steps = steps;
    }

    @Override
    public synchronized boolean isDone(WindowRow row, StageName stage, int index) {
        return of(row, stage).containsKey(index);
    }

    @Override
    public synchronized void done(WindowRow row, StageName stage, int index, String result) {
        steps.pass();
        of(row, stage).putIfAbsent(index, result);
        steps.pass();
    }

    @Override
    public synchronized Set<Integer> doneIndexes(WindowRow row, StageName stage) {
        Set<Integer> indexes = Set.copyOf(of(row, stage).keySet());
        steps.pass();
        return indexes;
    }

    @Override
    public synchronized Optional<List<String>> results(WindowRow row, StageName stage, int count) {
        TreeMap<Integer, String> results = of(row, stage);
        Optional<List<String>> all =
                results.size() < count ? Optional.empty() : Optional.of(new ArrayList<>(results.values()));
        steps.pass();
        return all;
    }

    private TreeMap<Integer, String> of(WindowRow row, StageName stage) {
        return done.computeIfAbsent(row.id() + "!" + stage + "!" + row.attempt(), key -> new TreeMap<>());
    }
}
