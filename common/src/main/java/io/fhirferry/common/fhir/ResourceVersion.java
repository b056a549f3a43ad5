package io.fhirferry.common.fhir;

import java.time.Instant;

/**
 * A version of a resource as a listing names it.
 *
 * @param type the resource type
 * @param id the logical id
 * @param versionId {@code meta.versionId}, or empty
 * @param lastUpdated {@code meta.lastUpdated}, or {@link Instant#MIN} when it is missing
 */
public record ResourceVersion(String type, String id, String versionId, Instant lastUpdated) {

    /** Hides the id, which can name a patient. */
    @Override
    public String toString() {
        return type + " of " + (lastUpdated.equals(Instant.MIN) ? "no date" : lastUpdated);
    }
}
