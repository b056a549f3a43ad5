package io.fhirferry.copier;

/**
 * Lines of one type.
 *
 * @param owned lines that the window owns; each was written
 * @param outside lines left to the neighbouring window, or of a type that is not moved
 */
record LineCounts(long owned, long outside) {

    static final LineCounts OWNED = new LineCounts(1, 0);
    static final LineCounts OUTSIDE = new LineCounts(0, 1);

    LineCounts plus(LineCounts other) {
        return new LineCounts(owned + other.owned, outside + other.outside);
    }
}
