package io.fhirferry.common.stage;

/** Whether new work may begin now; what has begun goes on in any case. */
@FunctionalInterface
public interface Gate {

    /** Nothing is ever held back. */
    Gate OPEN = () -> true;

    /**
     * Whether a window may be planned, and a stage begun.
     *
     * @throws RuntimeException when it cannot be found out; the caller asks again later
     */
    boolean isOpen();

    /**
     * As {@link #isOpen}, but nothing that was known before is believed. Asked after the beginning was written down: who
     * closes the gate first and then looks for what has begun, misses nothing.
     */
    default boolean isStillOpen() {
        return isOpen();
    }
}
