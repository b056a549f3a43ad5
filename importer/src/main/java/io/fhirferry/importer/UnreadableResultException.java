package io.fhirferry.importer;

/** The destination's account of an import cannot be read to its end; the message says what helps. */
final class UnreadableResultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    UnreadableResultException(String reason, boolean retryable) {
        super(reason);
        this.retryable = retryable;
    }

    /** Whether importing afresh may help. */
    boolean retryable() {
        return retryable;
    }
}
