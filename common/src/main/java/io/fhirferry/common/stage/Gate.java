package io.fhirferry.common.stage;

/** Whether new work may begin now; what has begun goes on in any case. */
@FunctionalInterface
public interface Gate {

    /** Nothing is ever held back. */
    Gate OPEN = () -> true;

    /**
     * Whether a window may be planned, and a stage begun. Asked before, and again after the beginning was written down. The
     * answer may be as old as {@link ControlGate#BELIEVED}: who closes the gate, and only after that time looks for what
     * has begun, misses nothing that goes on.
     *
     * @throws RuntimeException when it cannot be found out; the caller asks again later
     */
    boolean isOpen();
}
