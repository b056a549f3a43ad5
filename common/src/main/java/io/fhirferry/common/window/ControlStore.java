package io.fhirferry.common.window;

/** Keeps what an operator wants of a migration, and an event for each change. */
public interface ControlStore {

    /** What is wanted now; {@link Control#NONE} when nobody has asked for anything. */
    Control read();

    /**
     * Writes a change and its event in one transaction.
     *
     * @param next made by {@link Control#changed} from what was read
     * @return false when somebody else was quicker; nothing was written then
     */
    boolean write(Control next);
}
