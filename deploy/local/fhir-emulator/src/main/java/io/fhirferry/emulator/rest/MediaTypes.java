package io.fhirferry.emulator.rest;

import io.fhirferry.emulator.outcome.FhirFailure;
import java.util.Locale;
import java.util.Set;

/** What may be sent. */
final class MediaTypes {

    private static final Set<String> JSON = Set.of("application/fhir+json", "application/json", "text/json");

    private MediaTypes() {}

    /** Refuses a body that is not declared as JSON, with 415. */
    static void requireJson(Call call) {
        String type = call.header("Content-Type").split(";")[0].strip().toLowerCase(Locale.ROOT);
        if (!JSON.contains(type)) {
            throw FhirFailure.of(415, "The Content-Type must be application/fhir+json.");
        }
    }
}
