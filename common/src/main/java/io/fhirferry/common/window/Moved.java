package io.fhirferry.common.window;

/** What came of an attempt to write a window's row. */
public sealed interface Moved {

    /** The row as it stands now. */
    WindowRow row();

    /**
     * The row is written.
     *
     * @param row as it stands now
     */
    record Done(WindowRow row) implements Moved {}

    /**
     * Somebody else was quicker; nothing was written.
     *
     * @param current the row as it stands now
     */
    record Conflict(WindowRow current) implements Moved {

        @Override
        public WindowRow row() {
            return current;
        }
    }
}
