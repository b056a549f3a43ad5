package io.fhirferry.exporter.control;

import io.fhirferry.common.staging.Finding;
import io.fhirferry.common.staging.Findings;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares what was found with what an operator signs off; collects over all windows of a request. */
final class Coverage {

    private final Exceptions exceptions;
    private final List<Uncovered> uncovered = new ArrayList<>();
    private final Set<String> unmatched;
    private long unlisted;
    private long covered;

    /**
     * A finding that the request does not name; for the protected container only.
     *
     * @param window its window
     * @param finding as {@link FindingName} names it
     */
    @RegisterForReflection
    record Uncovered(String window, String finding) {}

    Coverage(Exceptions exceptions) {
        this.exceptions = exceptions;
        this.unmatched =
                exceptions instanceof Exceptions.Listed(Set<String> names) ? new HashSet<>(names) : new HashSet<>();
    }

    /**
     * Adds the findings of a window.
     *
     * @param census whether the window is a census
     */
    void add(Findings findings, boolean census) {
        for (Finding finding : findings.findings()) {
            String name = FindingName.of(finding);
            if (census ? exceptions.coverInCensus(finding) : exceptions.cover(finding)) {
                covered++;
                unmatched.remove(name);
            } else {
                uncovered.add(new Uncovered(findings.window(), name));
            }
        }
        unlisted += findings.total() - findings.findings().size();
    }

    /** The findings that the request does not name. */
    List<Uncovered> uncovered() {
        return List.copyOf(uncovered);
    }

    /** How many findings the verification counted without listing them: nobody can have seen what they are. */
    long unlisted() {
        return unlisted;
    }

    /** How many entries of the request name no finding of any of the windows. */
    int unmatched() {
        return unmatched.size();
    }

    /** How many findings the request names. */
    long covered() {
        return covered;
    }
}
