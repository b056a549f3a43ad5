package io.fhirferry.common.staging;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The findings of one verification of a window, as they stand in the protected container.
 *
 * @param schema raised when a release writes what its predecessor cannot read
 * @param window id of the window
 * @param attempt which attempt at verifying it
 * @param total how many findings there are
 * @param counts how many there are by type, complete also when the list is not
 * @param findings as many as are listed one by one
 */
@RegisterForReflection
public record Findings(
        int schema,
        String window,
        String attempt,
        long total,
        SortedMap<String, FindingCounts> counts,
        List<Finding> findings) {

    /** What this release writes. */
    public static final int SCHEMA = 1;

    public Findings {
        counts = counts == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        findings = findings == null ? List.of() : List.copyOf(findings);
        if (schema > SCHEMA) {
            throw new IllegalStateException("The findings of window " + window
                    + " were written by a newer release (schema " + schema + ", this one reads " + SCHEMA
                    + "): update this service");
        }
    }

    /** No findings of this window. */
    public static Findings none(String window, String attempt) {
        return new Findings(SCHEMA, window, attempt, 0, Collections.emptySortedMap(), List.of());
    }

    /** The counts of one type. */
    public FindingCounts of(String type) {
        return counts.getOrDefault(type, FindingCounts.NONE);
    }

    /** Whether every finding is listed. */
    public boolean complete() {
        return findings.size() == total;
    }
}
