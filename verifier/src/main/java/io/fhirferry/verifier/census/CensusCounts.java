package io.fhirferry.verifier.census;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What both sides counted, as it stands in the protected container for the report.
 *
 * @param schema raised when a release writes what its predecessor cannot read
 * @param window id of the census
 * @param types by FHIR resource type
 */
@RegisterForReflection
public record CensusCounts(int schema, String window, SortedMap<String, Counts> types) {

    /** What this release writes. */
    public static final int SCHEMA = 1;

    public CensusCounts {
        types = types == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(new TreeMap<>(types));
    }

    /**
     * The counts of a type.
     *
     * @param source current resources at the source, last updated between the migration's start and end
     * @param destination current resources at the destination
     */
    @RegisterForReflection
    public record Counts(long source, long destination) {}
}
