package io.fhirferry.emulator.imports;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What became of a batch.
 *
 * @param loaded stored now, or stored before and the same
 * @param conflicts not stored, because number and date do not fit with what is there
 * @param duplicates not stored, because another line of the batch is preferred
 */
record MergeResult(List<Candidate> loaded, List<Candidate> conflicts, List<Candidate> duplicates) {

    /** Sorts a batch: what is in neither of both sets is a duplicate. */
    static MergeResult of(List<Candidate> batch, Set<Candidate> loaded, Set<Candidate> conflicts) {
        Set<Candidate> rest = new LinkedHashSet<>(batch);
        rest.removeAll(loaded);
        rest.removeAll(conflicts);
        return new MergeResult(new ArrayList<>(loaded), new ArrayList<>(conflicts), new ArrayList<>(rest));
    }
}
