package io.fhirferry.emulator.blobs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Reads a stream line by line, as bytes; lines end with LF or CR LF. */
public final class Lines {

    private final InputStream stream;
    private final byte[] buffer = new byte[64 * 1024];
    private int next;
    private int filled;
    private long consumed;
    private long number;

    /** Reads from a stream that the caller closes. */
    public Lines(InputStream stream) {
        this.stream = stream;
    }

    /** The next line without its end, or empty when there is none. */
    public Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        boolean any = false;
        while (next < filled || fill()) {
            any = true;
            int end = indexOfNewline();
            line.write(buffer, next, end - next);
            consumed += end - next;
            next = end;
            if (end < filled) {
                next++;
                consumed++;
                break;
            }
        }
        if (!any) {
            return Optional.empty();
        }
        number++;
        return Optional.of(withoutCarriageReturn(line.toByteArray()));
    }

    /** How many lines were read. */
    public long number() {
        return number;
    }

    /** How many bytes they had, line ends included. */
    public long consumed() {
        return consumed;
    }

    /** Whether a line has nothing but white space. */
    public static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private int indexOfNewline() {
        int end = next;
        while (end < filled && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    private boolean fill() throws IOException {
        next = 0;
        filled = Math.max(0, stream.read(buffer));
        return filled > 0;
    }

    private static byte[] withoutCarriageReturn(byte[] line) {
        boolean ends = line.length > 0 && line[line.length - 1] == '\r';
        return ends ? Arrays.copyOf(line, line.length - 1) : line;
    }
}
