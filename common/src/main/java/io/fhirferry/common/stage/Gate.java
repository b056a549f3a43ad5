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
}
