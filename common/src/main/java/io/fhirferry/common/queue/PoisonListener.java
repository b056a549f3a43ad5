package io.fhirferry.common.queue;

/**
 * Told of every message that was given up, after it reached the poison queue and before it is deleted from its own.
 * Any bean of this type is called.
 */
@FunctionalInterface
public interface PoisonListener {

    /**
     * Called on a virtual thread, at least once for a message; may block. When it throws, the message is kept, hidden
     * for a pause of the channel's retry policy, and all listeners are called again.
     */
    void poisoned(Poisoned message);
}
