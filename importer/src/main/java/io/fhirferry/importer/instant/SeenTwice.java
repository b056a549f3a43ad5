package io.fhirferry.importer.instant;

import java.util.BitSet;

/**
 * Knows in little memory which resources can have been seen more than once: some others too, but never too few. Two bits for
 * each of thirty million places, that is eight megabytes.
 */
final class SeenTwice {

    private static final int PLACES = 1 << 25;

    private final BitSet once = new BitSet(PLACES);
    private final BitSet twice = new BitSet(PLACES);
    private long again;

    /** Notes a line of a resource. */
    void add(long resource) {
        int place = place(resource);
        if (once.get(place)) {
            again++;
            twice.set(place);
        } else {
            once.set(place);
        }
    }

    /** Whether the resource may have more than one line. */
    boolean contains(long resource) {
        return twice.get(place(resource));
    }

    /** At most how many lines belong to such resources. */
    long lines() {
        return again * 2;
    }

    private static int place(long resource) {
        return (int) (resource >>> 39);
    }
}
