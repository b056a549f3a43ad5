package io.fhirferry.verifier.report;

import io.fhirferry.common.staging.Finding;
import io.fhirferry.common.staging.FindingCounts;
import io.fhirferry.common.staging.Findings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts the findings of windows and of the census together, so that a resource that both found is named once: the
 * window's finding stays, because it knows more. Memory is bounded by the number that is listed.
 */
final class FindingsUnion {

    private final int limit;
    private final Map<String, Finding> census = new LinkedHashMap<>();
    private final String censusWindow;
    private final Set<Finding> seen = new HashSet<>();
    private final List<Report.ReportedFinding> listed = new ArrayList<>();
    private final SortedMap<String, FindingCounts> counts = new TreeMap<>();

    /**
     * Begins with what the census found.
     *
     * @param limit how many findings are listed
     */
    FindingsUnion(Findings found, int limit) {
        this.limit = limit;
        this.censusWindow = found.window();
        found.findings().forEach(finding -> census.put(finding.reference(), finding));
        counts.putAll(found.counts());
    }

    /** Adds what another window found. */
    void add(Findings found) {
        found.counts().forEach((type, figures) -> counts.merge(type, figures, FindingCounts::plus));
        for (Finding finding : found.findings()) {
            Finding twin = census.remove(finding.reference());
            if (twin != null) {
                uncount(twin);
            }
            if (listed.size() >= limit) {
                continue;
            }
            if (seen.add(finding)) {
                listed.add(reported(finding, found.window()));
            } else {
                uncount(finding);
            }
        }
    }

    /** The counts by type. */
    SortedMap<String, FindingCounts> counts() {
        return counts;
    }

    /** How many findings there are. */
    long total() {
        return counts.values().stream().mapToLong(FindingCounts::total).sum();
    }

    /** The list: what windows found, in the order of the windows, then what only the census found. */
    List<Report.ReportedFinding> listed() {
        List<Report.ReportedFinding> all = new ArrayList<>(listed);
        census.values().stream()
                .limit(Math.max(0, limit - listed.size()))
                .forEach(finding -> all.add(reported(finding, censusWindow)));
        return List.copyOf(all);
    }

    private void uncount(Finding finding) {
        counts.computeIfPresent(finding.type(), (type, figures) -> figures.minusOne(finding.kind()));
    }

    private static Report.ReportedFinding reported(Finding finding, String window) {
        return new Report.ReportedFinding(
                finding.kind(), finding.type(), finding.id(), finding.versionId(), finding.pointers(), window);
    }
}
