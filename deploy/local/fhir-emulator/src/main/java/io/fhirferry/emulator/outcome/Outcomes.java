package io.fhirferry.emulator.outcome;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.emulator.json.Json;

/** Writes OperationOutcomes (FHIR R4 2.36). */
public final class Outcomes {

    private Outcomes() {}

    /**
     * An OperationOutcome with one error.
     *
     * @param code one of FHIR's issue types
     * @param diagnostics what went wrong
     */
    public static ObjectNode error(String code, String diagnostics) {
        return issue("error", code, diagnostics);
    }

    /** An OperationOutcome with one issue of any severity. */
    public static ObjectNode issue(String severity, String code, String diagnostics) {
        ObjectNode outcome = Json.object().put("resourceType", "OperationOutcome");
        outcome.putArray("issue")
                .addObject()
                .put("severity", severity)
                .put("code", code)
                .put("diagnostics", diagnostics);
        return outcome;
    }
}
