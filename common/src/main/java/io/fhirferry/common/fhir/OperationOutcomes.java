package io.fhirferry.common.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Reads OperationOutcomes leniently: servers leave out what the specification requires. */
final class OperationOutcomes {

    private OperationOutcomes() {}

    /** Severity and code of the first issue; of the body itself when it is a bare issue, as Azure's 423 is. */
    static OutcomeIssue firstIssue(byte[] body) {
        return firstIssue(FhirJson.treeOrMissing(body));
    }

    /** As {@link #firstIssue(byte[])}, of a tree. */
    static OutcomeIssue firstIssue(JsonNode tree) {
        JsonNode issue = tree.path("issue").path(0);
        JsonNode said = issue.isMissingNode() ? tree : issue;
        return new OutcomeIssue(
                said.path("severity").asText("").toLowerCase(Locale.ROOT),
                said.path("code").asText("").toLowerCase(Locale.ROOT));
    }

    /** Whether a text of any issue holds one of the words, without regard to case. Nothing of the text gets out. */
    static boolean mentions(byte[] body, String... words) {
        return mentions(FhirJson.treeOrMissing(body), words);
    }

    /** As {@link #mentions(byte[], String...)}, of a tree. */
    static boolean mentions(JsonNode tree, String... words) {
        for (JsonNode issue : tree.path("issue")) {
            String text = (issue.path("diagnostics").asText("") + "\n"
                            + issue.path("details").path("text").asText(""))
                    .toLowerCase(Locale.ROOT);
            for (String word : words) {
                if (text.contains(word)) {
                    return true;
                }
            }
        }
        return false;
    }
}
