package io.fhirferry.common.fhir;

import java.util.List;

/** What a server says about an import. */
public sealed interface ImportPoll {

    /**
     * It is still at work.
     *
     * @param retryAfter when to ask again, if it says so; not sooner than after ten seconds
     * @param partial what is done so far: one element, or none when the server does not say yet
     */
    record Running(RetryAfter retryAfter, List<ImportResult> partial) implements ImportPoll {

        public Running {
            partial = List.copyOf(partial);
        }
    }

    /**
     * It is done.
     *
     * @param result the account per file, where the server gives one
     * @param outcome what the server wrote; only for the protected report container
     */
    record Done(ImportResult result, byte[] outcome) implements ImportPoll {

        /** Without the outcome. */
        @Override
        public String toString() {
            return "Done[" + result + "]";
        }
    }

    /**
     * It failed, or could not be asked. What was loaded before stays loaded.
     *
     * @param status the HTTP status
     * @param transientFailure whether the job may still be alive, so that asking again later makes sense
     * @param retryAfter when to ask again, if it says so
     * @param issue codes of the first issue
     * @param requestId the server's id for the request, or empty
     * @param outcome what the server wrote; can quote resources, only for the protected report container
     */
    record Failed(
            int status,
            boolean transientFailure,
            RetryAfter retryAfter,
            OutcomeIssue issue,
            String requestId,
            byte[] outcome)
            implements ImportPoll {

        /** Without the outcome. */
        @Override
        public String toString() {
            return "HTTP " + status + (issue.toString().isEmpty() ? "" : ", issue " + issue)
                    + (requestId.isEmpty() ? "" : ", request id " + requestId);
        }
    }

    /** Somebody cancelled it. */
    record Cancelled() implements ImportPoll {}

    /** The server does not know the job (any more). */
    record Gone() implements ImportPoll {}
}
