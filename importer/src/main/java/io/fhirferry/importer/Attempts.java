package io.fhirferry.importer;

import io.fhirferry.common.stage.Work;

/** Names of attempts where a window has several slices: the attempt alone does not tell them apart. */
final class Attempts {

    private Attempts() {}

    /** The attempt with the place of its slice, such as {@code 1-0-0}. */
    static String ofSlice(Work work) {
        return work.attempt() + "-" + work.slice().index();
    }
}
