package io.fhirferry.common.fhir;

/**
 * A line that an import rejected.
 *
 * @param line number of the line from 1, counted over the lines that are not blank within its unit; 0 when the log does
 *     not say
 * @param streamStartOffset byte at which the unit begins; when it is not 0, the lines count behind the next line ending
 * @param reason why
 */
public record ImportError(long line, long streamStartOffset, Reason reason) {

    /** Why a line was rejected. */
    public enum Reason {
        /** The same version, or the same instant, is in this import already or in the server. */
        DUPLICATE,
        /** Version and date contradict what the server has, or each other. */
        VERSION_CONFLICT,
        /** The id is missing or no FHIR id. */
        INVALID_ID,
        /** {@code meta.lastUpdated} is later than the server's clock. */
        FUTURE_LAST_UPDATED,
        /** The line is of another type than its input was submitted as. */
        WRONG_TYPE,
        /** {@code $import} takes no SearchParameter. */
        SEARCH_PARAMETER,
        /** The line holds a conditional reference, which an initial load does not resolve. */
        CONDITIONAL_REFERENCE,
        /** The line is no resource. */
        UNPARSABLE,
        /** The server was too busy for the line. */
        THROTTLED,
        /** The server did not get done with the line in time. */
        TIMED_OUT,
        /** Something failed inside the server. */
        SERVER_FAULT,
        /** Something else. */
        OTHER
    }

    /** Whether the log says which line it was. */
    public boolean located() {
        return line > 0;
    }
}
