package io.fhirferry.emulator.bundle;

import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.store.Version;
import java.util.Optional;

/**
 * What became of an entry.
 *
 * @param status HTTP status
 * @param version what it is about, if there is one
 * @param body resource, Bundle or OperationOutcome to answer; empty for none
 */
record EntryResult(int status, Optional<Version> version, byte[] body) {

    static EntryResult of(int status, Version version) {
        return new EntryResult(status, Optional.of(version), version.body());
    }

    static EntryResult failed(FhirFailure failure) {
        return new EntryResult(failure.status(), Optional.empty(), failure.body());
    }

    boolean failed() {
        return status >= 400;
    }
}
