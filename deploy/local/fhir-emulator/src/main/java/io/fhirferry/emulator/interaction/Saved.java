package io.fhirferry.emulator.interaction;

import io.fhirferry.emulator.store.Version;

/**
 * What became of a write.
 *
 * @param version the version that is current now
 * @param created whether the resource did not exist before
 */
public record Saved(Version version, boolean created) {

    /** The HTTP status of this result. */
    public int status() {
        return created ? 201 : 200;
    }
}
