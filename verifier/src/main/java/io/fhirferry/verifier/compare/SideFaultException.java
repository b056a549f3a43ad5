package io.fhirferry.verifier.compare;

/** A side could not be read to its end, so nothing can be said of it. */
public final class SideFaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /**
     * Says what was read and what came back, without anything from a resource.
     *
     * @param retryable whether the same may succeed at a fresh attempt
     */
    public SideFaultException(String message, boolean retryable) {
        super(message);
        this.retryable = retryable;
    }

    /** Whether a fresh attempt may succeed. */
    public boolean retryable() {
        return retryable;
    }
}
