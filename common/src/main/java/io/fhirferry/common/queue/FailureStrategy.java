package io.fhirferry.common.queue;

/**
 * What becomes of a message whose handler failed. A bean with
 * {@link io.smallrye.common.annotation.Identifier @Identifier}; the attribute {@code failure-strategy} names it.
 */
@FunctionalInterface
public interface FailureStrategy {

    /** Settles the message; called on a virtual thread, again when the service did not answer. */
    void failed(Settlement settlement, Throwable failure);
}
