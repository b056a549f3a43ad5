package io.fhirferry.common.fhir;

/** What a server says about an export. */
public sealed interface ExportPoll {

    /**
     * It is still at work.
     *
     * @param retryAfter when to ask again, if it says so
     * @param progress its own words from {@code X-Progress}, at most 100 characters, or empty
     */
    record Running(RetryAfter retryAfter, String progress) implements ExportPoll {}

    /** It is done. An empty manifest is no proof that there was nothing: compare it with a count. */
    record Done(ExportManifest manifest) implements ExportPoll {}

    /**
     * It failed, or could not be asked.
     *
     * @param status the HTTP status
     * @param transientFailure whether the job may still be alive, so that asking again later makes sense
     * @param tooLarge whether a smaller window may succeed
     * @param retryAfter when to ask or try again, if it says so
     * @param issue codes of the first issue
     * @param requestId the server's id for the request, or empty
     * @param outcome what the server wrote; can quote resources, only for the protected report container
     */
    record Failed(
            int status,
            boolean transientFailure,
            boolean tooLarge,
            RetryAfter retryAfter,
            OutcomeIssue issue,
            String requestId,
            byte[] outcome)
            implements ExportPoll {

        /** Without the outcome. */
        @Override
        public String toString() {
            return "HTTP " + status + (issue.toString().isEmpty() ? "" : ", issue " + issue)
                    + (requestId.isEmpty() ? "" : ", request id " + requestId);
        }
    }

    /** The server does not know the job (any more): it was cancelled, or has expired. */
    record Gone() implements ExportPoll {}
}
