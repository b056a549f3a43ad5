package io.fhirferry.common.fhir;

/** What a server made of one entry of a batch or transaction (FHIR R4, 3.1.0.11.1). */
public sealed interface EntryAnswer {

    /** The HTTP status of the entry. */
    int status();

    /** Done; the status is 2xx. */
    record Done(int status) implements EntryAnswer {}

    /**
     * Not done.
     *
     * @param status any HTTP status that is not 2xx
     * @param issue codes of the first issue
     * @param missingReference whether a text of the outcome says that something which the resource refers to, or is
     *     referred to by, stands in the way
     * @param requestId the server's id of the request that the entry came with, or empty
     * @param words the server's own, an OperationOutcome as JSON on one line, empty when it said nothing or too much. They
     *     can quote a resource: only for the protected report container
     */
    record Refused(int status, OutcomeIssue issue, boolean missingReference, String requestId, String words)
            implements EntryAnswer {

        private static final int MOST_WORDS = 16_384;

        public Refused {
            words = words.length() > MOST_WORDS ? "" : words;
        }

        /** The same for a request whose only entry was refused with the whole. */
        public static Refused of(FhirException refusal) {
            byte[] outcome = refusal.rawOutcome();
            return new Refused(
                    refusal.status(),
                    refusal.issue(),
                    ReferenceFault.isIn(refusal.status(), outcome),
                    refusal.requestId(),
                    FhirJson.treeOrMissing(outcome).toString());
        }

        /** Status, codes and request id, without content. */
        @Override
        public String toString() {
            return "HTTP " + status
                    + (issue.toString().isEmpty() ? "" : ", issue " + issue)
                    + (requestId.isEmpty() ? "" : ", request id " + requestId);
        }
    }
}
