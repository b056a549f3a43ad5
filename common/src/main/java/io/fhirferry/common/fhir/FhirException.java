package io.fhirferry.common.fhir;

import java.util.Arrays;

/**
 * A call to a FHIR server, or to the server that gives its tokens, did not succeed. Says what to do next:
 * {@link #retryable()} and {@link #retryAfter()}. The message holds what was attempted, status, codes and request id; what
 * the server wrote is only in {@link #rawOutcome()}, for the protected report container.
 */
public final class FhirException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Reason {
        /** No connection, or it broke: whether the server did its part is not known. */
        UNREACHABLE,
        /** No answer in time: whether the server did its part is not known. */
        TIMED_OUT,
        /** The thread was told to stop. */
        INTERRUPTED,
        /** The server answered with a status that is no success. */
        REFUSED,
        /** The server points to another origin, where the credential must not go. */
        ELSEWHERE,
        /** The answer is not what the protocol says. */
        UNUSABLE_ANSWER,
        /** The answer is larger than may be held in memory. */
        ANSWER_TOO_LARGE,
        /** There is no credential to send. */
        NO_CREDENTIAL
    }

    private final Reason reason;
    private final boolean retryable;
    private final int status;
    private final transient RetryAfter retryAfter;
    private final String requestId;
    private final transient OutcomeIssue issue;
    private final transient byte[] rawOutcome;

    private FhirException(String message, Reason reason, boolean retryable, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.retryable = retryable;
        this.status = 0;
        this.retryAfter = RetryAfter.NONE;
        this.requestId = "";
        this.issue = OutcomeIssue.NONE;
        this.rawOutcome = new byte[0];
    }

    private FhirException(String message, Reason reason, boolean retryable, FhirResponse response) {
        super(message);
        this.reason = reason;
        this.retryable = retryable;
        this.status = response.status();
        this.retryAfter = response.retryAfter();
        this.requestId = response.requestId();
        this.issue = response.issue();
        this.rawOutcome = response.body();
    }

    /** A failure without an answer that could be told from. */
    static FhirException of(Reason reason, boolean retryable, String message) {
        return new FhirException(message, reason, retryable, (Throwable) null);
    }

    /** A failure without an answer, with a cause whose message is known to hold no content. */
    static FhirException of(Reason reason, boolean retryable, String message, Throwable cause) {
        return new FhirException(message, reason, retryable, cause);
    }

    /** An answer that is no success. */
    static FhirException refused(String what, FhirResponse response) {
        boolean retryable = response.isTransient();
        return new FhirException(
                what + " was refused: " + response + ". " + advice(response, retryable),
                Reason.REFUSED,
                retryable,
                response);
    }

    /** An answer that the protocol does not know. */
    static FhirException unusable(String what, String why, FhirResponse response) {
        return new FhirException(
                what + " was answered, but " + why + ": " + response
                        + ". Check that the dialect of this server is configured right.",
                Reason.UNUSABLE_ANSWER,
                false,
                response);
    }

    /** What went wrong. */
    public Reason reason() {
        return reason;
    }

    /** Whether the same call may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** How long the server asked to wait before the next call. */
    public RetryAfter retryAfter() {
        return retryAfter == null ? RetryAfter.NONE : retryAfter;
    }

    /** The HTTP status; 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** The server's id for the request, or empty. */
    public String requestId() {
        return requestId;
    }

    /** Severity and code of the first issue in the answer. */
    public OutcomeIssue issue() {
        return issue == null ? OutcomeIssue.NONE : issue;
    }

    /**
     * What the server wrote, up to 64 KiB; empty when it wrote nothing. It can quote resources: only for the protected
     * report container.
     */
    public byte[] rawOutcome() {
        return rawOutcome == null ? new byte[0] : Arrays.copyOf(rawOutcome, rawOutcome.length);
    }

    private static String advice(FhirResponse response, boolean retryable) {
        if (retryable) {
            return "It can be tried again"
                    + (response.retryAfter().given()
                            ? " after " + response.retryAfter().delay().toSeconds() + " s."
                            : ".");
        }
        return switch (response.status()) {
            case 401 -> "Check the credential and its audience in the auth keys of this server.";
            case 403 -> "Give the configured identity the role that this operation needs.";
            case 404, 405, 501 -> "Check the URL of this server, and whether it has this operation.";
            default -> "Trying again does not help; the server's own words are in the report container.";
        };
    }
}
