package io.fhirferry.emulator.admin;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many requests came, by kind. */
@ApplicationScoped
public class RequestCounts {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** Counts one. */
    public void count(RequestKind kind) {
        counts.computeIfAbsent(kind.label(), label -> new LongAdder()).increment();
    }

    /** All counts by the name of the kind. */
    public Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((label, count) -> all.put(label, count.sum()));
        return all;
    }

    /** Starts at zero again. */
    public void clear() {
        counts.clear();
    }
}
