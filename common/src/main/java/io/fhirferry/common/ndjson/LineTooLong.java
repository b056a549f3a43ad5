package io.fhirferry.common.ndjson;

import java.io.IOException;

/**
 * A line is longer than the reader may hold. The reader can go on: its next call begins after this line, so that one
 * oversized line costs itself and not its file.
 */
public final class LineTooLong extends IOException {

    private static final long serialVersionUID = 1L;

    private final long offset;
    private final long number;
    private final int limit;

    LineTooLong(long offset, long number, int limit) {
        super("Line " + number + ", which begins at byte " + offset + ", is longer than the " + limit
                + " bytes allowed; it is left out and the next line can be read");
        this.offset = offset;
        this.number = number;
        this.limit = limit;
    }

    /** Offset of the line's first byte in the file. */
    public long offset() {
        return offset;
    }

    /** Number of the line from 1, blank lines counted. */
    public long number() {
        return number;
    }

    /** The limit in bytes that the line exceeds. */
    public int limit() {
        return limit;
    }
}
