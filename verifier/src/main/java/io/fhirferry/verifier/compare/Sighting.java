package io.fhirferry.verifier.compare;

import io.fhirferry.common.ndjson.ResourceDigest;

/**
 * A resource as one side shows it.
 *
 * @param key what it is
 * @param digest what it holds
 * @param place where it was seen
 */
public record Sighting(ResourceKey key, ResourceDigest digest, Place place) {

    /** Seen elsewhere than in a file. */
    public Sighting(ResourceKey key, ResourceDigest digest) {
        this(key, digest, Place.NONE);
    }
}
