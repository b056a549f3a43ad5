package io.fhirferry.common.ndjson;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A view of one line's bytes, without its line ending. The bytes belong to the {@link LineReader} and are valid until
 * its next call; {@link #copy()} what has to live longer.
 */
public final class Line {

    private final byte[] buffer;
    private final int start;
    private final int length;
    private final long offset;
    private final long number;
    private final long nonBlankNumber;

    Line(byte[] buffer, int start, int length, long offset, long number, long nonBlankNumber) {
        this.buffer = buffer;
        this.start = start;
        this.length = length;
        this.offset = offset;
        this.number = number;
        this.nonBlankNumber = nonBlankNumber;
    }

    /** A line of its own, at offset 0 with number 1, over the given bytes (not copied). */
    public static Line of(byte[] bytes) {
        return new Line(bytes, 0, bytes.length, 0, 1, 1);
    }

    /** The array that holds the bytes, from {@link #start()} for {@link #length()} bytes. Not to be changed. */
    public byte[] buffer() {
        return buffer;
    }

    /** Where the line begins in {@link #buffer()}. */
    public int start() {
        return start;
    }

    /** Bytes of the line, its line ending not counted. */
    public int length() {
        return length;
    }

    /** Offset of the line's first byte in the file. */
    public long offset() {
        return offset;
    }

    /** Number of the line from 1, blank lines counted. */
    public long number() {
        return number;
    }

    /** Number of the line from 1 among the lines that are not blank. */
    public long nonBlankNumber() {
        return nonBlankNumber;
    }

    /** The line's bytes in an array of its own. */
    public byte[] copy() {
        return Arrays.copyOfRange(buffer, start, start + length);
    }

    /** The line's bytes as a stream over the same array. */
    public InputStream stream() {
        return new ByteArrayInputStream(buffer, start, length);
    }

    /** Writes the line's bytes exactly as they were read, without a line ending. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(buffer, start, length);
    }

    /** Says where the line is, never what it holds. */
    @Override
    public String toString() {
        return "line " + number + " at byte " + offset + ", " + length + " bytes";
    }
}
