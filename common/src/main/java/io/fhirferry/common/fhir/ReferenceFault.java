package io.fhirferry.common.fhir;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Tells from an OperationOutcome whether references stand in the way. No code of the specification says so, so the texts
 * of servers that enforce references are looked for: HAPI ({@code HAPI-1094}, {@code HAPI-1096} where what is
 * referred to is deleted at the moment, and {@code HAPI-0550} for a deletion of what is referred to), Blaze, Google's and Firely's servers.
 */
final class ReferenceFault {

    private static final String[] TEXTS = {
        "not found, specified in path",
        "hapi-1094",
        "hapi-1096",
        "hapi-0550",
        "hapi-0515",
        "referential integrity",
        "reference_not_found",
        "reference not found",
        "unresolved reference",
        "could not be resolved",
        "unable to delete",
        "resource is referenced by",
    };

    private ReferenceFault() {}

    static boolean isIn(int status, byte[] outcome) {
        return isPossible(status) && OperationOutcomes.mentions(outcome, TEXTS);
    }

    static boolean isIn(int status, JsonNode outcome) {
        return isPossible(status) && OperationOutcomes.mentions(outcome, TEXTS);
    }

    private static boolean isPossible(int status) {
        return switch (status) {
            case 400, 404, 409, 412, 422 -> true;
            default -> false;
        };
    }
}
