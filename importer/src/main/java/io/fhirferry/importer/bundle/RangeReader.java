package io.fhirferry.importer.bundle;

import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.LineReader;
import io.fhirferry.common.ndjson.LineTooLong;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the lines of a file that begin in a range of its bytes. Ranges that cut a file share its lines: each line begins
 * in exactly one of them, and is read to its end there.
 *
 * <p>Numbers of lines count from the range; {@link #before} tells what to add.
 */
final class RangeReader implements Closeable {

    private final LineReader lines;
    private final long to;

    /** Opens a file from a byte to its end. */
    @FunctionalInterface
    interface Opener {
        InputStream from(long offset) throws IOException;
    }

    /**
     * Opens a range.
     *
     * @param from first byte of the range: 0, or at least 2
     * @param to byte behind the range
     * @param maxLineBytes longest line
     */
    RangeReader(Opener file, long from, long to, int maxLineBytes) throws IOException {
        // What stands before the range decides whether a line begins with it.
        long offset = from == 0 ? 0 : from - 1;
        this.lines = LineReader.fromAnywhere(file.from(offset), offset, maxLineBytes);
        this.to = to;
    }

    /**
     * Moves to the next line that is not blank.
     *
     * @return false when the next one begins behind the range
     * @throws LineTooLong when the next line of the range is too long; the call after that goes on behind it
     */
    boolean next() throws IOException {
        try {
            return lines.next() && lines.line().offset() < to;
        } catch (LineTooLong e) {
            if (e.offset() < to) {
                throw e;
            }
            return false;
        }
    }

    /** The line that the last {@link #next} moved to; valid until the next call. */
    Line line() {
        return lines.line();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /**
     * How many lines of the file begin before the first one of a range.
     *
     * @param file the file from its first byte; read up to the range
     */
    static long before(InputStream file, long from) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = from;
        long count = 0;
        byte last = '\n';
        while (left > 0) {
            int read = file.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("The file ends before a range of it begins");
            }
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    count++;
                }
            }
            last = read > 0 ? buffer[read - 1] : last;
            left -= read;
        }
        return last == '\n' ? count : count + 1;
    }
}
