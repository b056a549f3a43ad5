package io.fhirferry.common.stage;

import java.time.Instant;

/** What came of a step of work on a slice. */
public sealed interface WorkResult {

    /**
     * The slice is done.
     *
     * @param result for the join, the stage's own JSON of at most {@link #MAX_RESULT} characters
     */
    record Done(String result) implements WorkResult {
        public Done {
            if (result.length() > MAX_RESULT) {
                throw new IllegalArgumentException("A slice's result has " + result.length()
                        + " characters; put what is long into a blob and name it (limit " + MAX_RESULT + ")");
            }
        }
    }

    /** The longest result that fits into a table property. */
    int MAX_RESULT = 32_000;

    /**
     * Nothing to do until then; no thread and no memory waits.
     *
     * @param progress handed to the next step; it travels in the message
     */
    record Wait(Instant until, String progress) implements WorkResult {}

    /**
     * This attempt came to nothing.
     *
     * @param reason class of failure with status and request id, never a server's own words
     * @param retryable true to try afresh after a pause, under a new attempt, as often as configured
     */
    record Fail(String reason, boolean retryable) implements WorkResult {}

    /**
     * What the source exported is incomplete, such as a file cut off: it is exported once more under a new attempt, as
     * often as configured. Only the copy stage, which reads every line first, can say so.
     */
    record ExportAgain(String reason) implements WorkResult {}

    /** The window holds more than the server can do at once: two halves take its place. */
    record TooLarge(String reason) implements WorkResult {}
}
