package io.fhirferry.emulator.export;

import io.fhirferry.emulator.outcome.FhirFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The headers of a kick-off. */
public final class ExportHeaders {

    private static final Set<String> ALLOWED = Set.of("respond-async", "handling=strict", "handling=lenient");

    private ExportHeaders() {}

    /**
     * Checks them.
     *
     * @param accept must be {@code application/fhir+json} and nothing else
     * @param prefer must have {@code respond-async}, and beside it only {@code handling}
     */
    public static void check(String accept, String prefer) {
        if (!accept.strip().equalsIgnoreCase("application/fhir+json")) {
            throw FhirFailure.badRequest("The Accept header must be application/fhir+json.");
        }
        List<String> elements = Arrays.stream(prefer.split(","))
                .map(element -> element.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (!elements.contains("respond-async") || !ALLOWED.containsAll(elements)) {
            throw FhirFailure.badRequest(
                    "The Prefer header must be respond-async, with nothing else but handling=strict or lenient.");
        }
    }
}
