package io.fhirferry.common.fhir;

/** What a server made of a single resource. */
public sealed interface WriteResult {

    /** It is as asked for. */
    record Done() implements WriteResult {}

    /**
     * It did not take the resource, and will not take it later either.
     *
     * @param status the HTTP status
     * @param issue codes of the first issue
     * @param requestId the server's id for the request, or empty
     * @param outcome what the server wrote; can quote the resource, only for the protected report container
     */
    record Refused(int status, OutcomeIssue issue, String requestId, byte[] outcome) implements WriteResult {

        /** Without the outcome. */
        @Override
        public String toString() {
            return "HTTP " + status + (issue.toString().isEmpty() ? "" : ", issue " + issue)
                    + (requestId.isEmpty() ? "" : ", request id " + requestId);
        }
    }
}
