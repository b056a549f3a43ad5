package io.fhirferry.common.queue;

/**
 * What becomes of a message that was acknowledged and not postponed. A bean with
 * {@link io.smallrye.common.annotation.Identifier @Identifier}; the attribute {@code ack-strategy} names it.
 */
@FunctionalInterface
public interface AckStrategy {

    /** Settles the message; called on a virtual thread, again when the service did not answer. */
    void acknowledged(Settlement settlement);
}
