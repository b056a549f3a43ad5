package io.fhirferry.common.fhir;

import java.net.URI;

/** What a server says to an import's kick-off. */
public sealed interface ImportSubmission {

    /** It took the job, or has it already: the job's URL, absolute. */
    record Accepted(URI job) implements ImportSubmission {}

    /**
     * It did not take the job.
     *
     * @param refusal what that means
     * @param status the HTTP status
     * @param retryAfter when to try again, if it says so
     * @param issue codes of the first issue
     * @param requestId the server's id for the request, or empty
     * @param outcome what the server wrote; only for the protected report container
     */
    record Refused(
            Refusal refusal, int status, RetryAfter retryAfter, OutcomeIssue issue, String requestId, byte[] outcome)
            implements ImportSubmission {

        /** What happened and what helps, without the server's words. */
        public String explanation() {
            return "$import was refused: " + this + ". " + refusal.advice();
        }

        /** Without the outcome. */
        @Override
        public String toString() {
            return "HTTP " + status + (issue.toString().isEmpty() ? "" : ", issue " + issue)
                    + (requestId.isEmpty() ? "" : ", request id " + requestId);
        }
    }

    /** What a refusal means. */
    enum Refusal {
        /** 408, 409, 429 or 5xx: the same payload may be taken later. */
        LATER(true, "The same payload is sent again later."),
        /** 423: the server is in initial import mode. */
        LOCKED(
                false,
                "The destination is in initial import mode and locked for this request. Set its initial import mode to"
                        + " false for an incremental load; for an initial one, set ferry.import.load to initial."),
        /** 400: the payload is not to the server's liking, or the operation is switched off. */
        BAD_REQUEST(
                false,
                "Check that import is enabled at the destination, and that its configured storage account is the one of"
                        + " ferry.import-storage; for ferry.import.load=initial, that its initial import mode is on."),
        /** 401 or 403. */
        FORBIDDEN(false, "Give the configured identity the role to import data at the destination."),
        /** 404, 405 or 501: there is no such operation. */
        NO_IMPORT(false, "The destination has no $import. Set ferry.import.mode to bundle."),
        /** 413: fewer inputs per job may be taken. */
        TOO_LARGE(false, "The payload is too large. Fewer windows or files per job help."),
        /** Anything else. */
        OTHER(false, "The server's own words are in the report container.");

        private final boolean retryable;
        private final String advice;

        Refusal(boolean retryable, String advice) {
            this.retryable = retryable;
            this.advice = advice;
        }

        /** Whether the same payload may be taken later. */
        public boolean retryable() {
            return retryable;
        }

        /** What helps, as a sentence. */
        public String advice() {
            return advice;
        }

        static Refusal of(int status) {
            return switch (status) {
                case 408, 409, 429 -> LATER;
                case 423 -> LOCKED;
                case 400, 415, 422 -> BAD_REQUEST;
                case 401, 403 -> FORBIDDEN;
                case 404, 405, 501 -> NO_IMPORT;
                case 413 -> TOO_LARGE;
                default -> status >= 500 ? LATER : OTHER;
            };
        }
    }
}
