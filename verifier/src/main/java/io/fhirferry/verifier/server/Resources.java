package io.fhirferry.verifier.server;

import io.fhirferry.verifier.compare.ResourceKey;
import java.util.List;

/**
 * Reads single resources of a server, many at a time. Faults are thrown as {@link
 * io.fhirferry.common.fhir.FhirException}; the same may be asked again.
 */
public interface Resources {

    /** The named versions; one answer for each, in the same order. */
    List<Answer> versions(List<ResourceKey> keys);

    /** The current versions, whatever version is named; one answer for each, in the same order. */
    List<Answer> current(List<ResourceKey> keys);
}
