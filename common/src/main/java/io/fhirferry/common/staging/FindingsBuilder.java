package io.fhirferry.common.staging;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects findings: all are counted, the first are listed. Not for several threads. */
public final class FindingsBuilder {

    private final int limit;
    private final List<Finding> listed = new ArrayList<>();
    private final SortedMap<String, FindingCounts> counts = new TreeMap<>();

    /**
     * Collects with a bounded list.
     *
     * @param limit how many findings are listed one by one, from 0
     */
    public FindingsBuilder(int limit) {
        this.limit = limit;
    }

    /** Adds one. */
    public void add(Finding finding) {
        counts.merge(finding.type(), FindingCounts.NONE.plusOne(finding.kind()), FindingCounts::plus);
        if (listed.size() < limit) {
            listed.add(finding);
        }
    }

    /** Adds what another verification counted and listed. */
    public void addAll(Findings findings) {
        findings.counts().forEach((type, figures) -> counts.merge(type, figures, FindingCounts::plus));
        findings.findings().stream().limit(Math.max(0, limit - listed.size())).forEach(listed::add);
    }

    /** How many were added. */
    public long total() {
        return counts.values().stream().mapToLong(FindingCounts::total).sum();
    }

    /** The counts of one type. */
    public FindingCounts of(String type) {
        return counts.getOrDefault(type, FindingCounts.NONE);
    }

    /** What was collected, for a window's attempt. */
    public Findings build(String window, String attempt) {
        return new Findings(Findings.SCHEMA, window, attempt, total(), counts, listed);
    }
}
