package io.fhirferry.importer;

import io.fhirferry.common.stage.Work;

/** Names of attempts where a window has several slices: the attempt alone does not tell them apart. */
public final class Attempts {

    /** How the name of a slice begins that is worked on for the first time. */
    static final String FIRST = "1-0-";

    private Attempts() {}

    /** The attempt with the place of its slice, such as {@code 1-0-0}. */
    public static String ofSlice(Work work) {
        return work.attempt() + "-" + work.slice().index();
    }
}
