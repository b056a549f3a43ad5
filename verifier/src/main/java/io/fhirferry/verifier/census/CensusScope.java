package io.fhirferry.verifier.census;

import io.fhirferry.common.fhir.ResourceVersion;
import java.time.Instant;

/**
 * What a census is about.
 *
 * @param start resources of the source that were last updated before it were not asked for; {@link Instant#MIN} when all
 *     were
 * @param end resources of the source that were last updated at this instant or later were not moved yet
 * @param keepsVersions whether the destination keeps the source's versions
 * @param deletes whether deletions are moved
 */
record CensusScope(Instant start, Instant end, boolean keepsVersions, boolean deletes) {

    /** Whether versions of this type can be compared; else only its ids are. */
    boolean comparesVersions(String type) {
        return keepsVersions && !type.equals("SearchParameter");
    }

    /** Whether a resource of the source was asked for. */
    boolean coversAtSource(ResourceVersion version) {
        return !version.lastUpdated().isBefore(start) && version.lastUpdated().isBefore(end);
    }

    /** Whether a resource of the destination is looked at; where it dates versions itself, all are. */
    boolean coversAtDestination(ResourceVersion version) {
        return !comparesVersions(version.type()) || !version.lastUpdated().isBefore(start);
    }
}
