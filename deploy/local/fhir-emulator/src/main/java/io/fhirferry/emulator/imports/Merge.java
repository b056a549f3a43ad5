package io.fhirferry.emulator.imports;

import java.util.List;

/** Stores a batch of lines. */
@FunctionalInterface
interface Merge {

    /** Stores what can be stored of a batch, as one transaction. */
    MergeResult merge(List<Candidate> batch);
}
