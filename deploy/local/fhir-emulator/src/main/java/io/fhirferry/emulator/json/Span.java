package io.fhirferry.emulator.json;

import java.util.Arrays;

/**
 * A stretch of bytes.
 *
 * @param start offset of its first byte
 * @param end offset after its last
 */
public record Span(int start, int end) {

    /** What is not there. */
    public static final Span NONE = new Span(-1, -1);

    /** Whether it is there. */
    public boolean present() {
        return start >= 0;
    }

    /** A copy of these bytes. */
    public byte[] of(byte[] source) {
        return Arrays.copyOfRange(source, start, end);
    }
}
