package io.fhirferry.verifier.census;

import io.fhirferry.common.stage.Slice;
import io.fhirferry.verifier.server.CurrentVersions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Counts every type on both sides, and makes a slice of each that is anywhere. */
final class CensusPlan {

    private final CurrentVersions source;
    private final CurrentVersions destination;
    private final List<String> types;

    /**
     * A plan over these types.
     *
     * @param types those that are moved; empty for all that either server knows
     */
    CensusPlan(CurrentVersions source, CurrentVersions destination, List<String> types) {
        this.source = source;
        this.destination = destination;
        this.types = List.copyOf(types);
    }

    List<Slice> slices(Instant since, Instant till) {
        Set<String> atSource = new HashSet<>(source.types());
        Set<String> atDestination = new HashSet<>(destination.types());
        Set<String> all = new TreeSet<>(types);
        if (types.isEmpty()) {
            all.addAll(atSource);
            all.addAll(atDestination);
        }
        return slices(all, atSource, atDestination, since, till);
    }

    private List<Slice> slices(
            Collection<String> all, Set<String> atSource, Set<String> atDestination, Instant since, Instant till) {
        List<Slice> slices = new ArrayList<>();
        for (String type : all) {
            long here = atSource.contains(type) ? source.count(type, since, till) : 0;
            long there = atDestination.contains(type) ? destination.count(type) : 0;
            if (here > 0 || there > 0) {
                slices.add(new Slice(
                        slices.size(), CensusType.counted(type, here, there).write()));
            }
        }
        return List.copyOf(slices);
    }
}
