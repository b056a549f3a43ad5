package io.fhirferry.importer.instant;

/**
 * A version whose date is not later than that of the version before it.
 *
 * @param version which
 * @param millis the least date with which it would be; the version's own when no date helps
 */
record Contradiction(SeenVersion version, long millis) {

    /** Whether another date makes it right. */
    boolean canBeNudged() {
        return millis > version.millis();
    }
}
