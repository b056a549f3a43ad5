package io.fhirferry.common.ndjson;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads NDJSON line by line: {@code \n} and {@code \r\n} end a line, the last one may lack its ending, blank lines
 * (nothing but spaces, tabs and carriage returns) are skipped but counted, a UTF-8 byte order mark at the start of the
 * file is skipped.
 *
 * <pre>{@code
 * try (LineReader lines = new LineReader(stream)) {
 *     while (lines.next()) {
 *         lines.line().writeTo(out);
 *     }
 * }
 * }</pre>
 *
 * <p>Memory is one buffer that grows to the longest line seen and never beyond the limit. Not for several threads.
 */
public final class LineReader implements Closeable {

    /** Longest line unless told otherwise: 16 MiB. */
    public static final int DEFAULT_LIMIT = 16 << 20;

    private static final int FIRST_BUFFER = 64 << 10;

    private final InputStream in;
    private final int limit;
    private byte[] buffer;
    private int position;
    private int end;
    private long bufferOffset;
    private boolean ended;
    private boolean discarding;
    private boolean started;
    private long number;
    private long nonBlank;
    private Line line = Line.of(new byte[0]);

    /** Reads a whole file with lines of at most {@link #DEFAULT_LIMIT} bytes. */
    public LineReader(InputStream in) {
        this(in, DEFAULT_LIMIT);
    }

    /**
     * Reads a whole file.
     *
     * @param limit longest line in bytes, at least 1, without its ending
     */
    public LineReader(InputStream in, int limit) {
        this(in, limit, 0, false);
    }

    private LineReader(InputStream in, int limit, long offset, boolean partial) {
        if (limit < 1 || limit > Integer.MAX_VALUE - FIRST_BUFFER || offset < 0) {
            throw new IllegalArgumentException("limit " + limit + " or offset " + offset + " is out of bounds");
        }
        this.in = in;
        this.limit = limit;
        this.buffer = new byte[Math.min(FIRST_BUFFER, limit + 2)];
        this.bufferOffset = offset;
        this.started = offset > 0;
        this.discarding = partial;
    }

    /**
     * Reads the rest of a file from a line's first byte.
     *
     * @param in stands at that byte
     * @param offset the byte's offset in the file; {@link Line#offset()} counts on from it, numbers begin at 1
     */
    public static LineReader fromLine(InputStream in, long offset, int limit) {
        return new LineReader(in, limit, offset, false);
    }

    /**
     * Reads the rest of a file from any byte: everything up to and including the next line ending is skipped, unless
     * the offset is 0. Numbers begin at 1 with the first whole line, as an {@code $import} error log counts them
     * within its unit.
     */
    public static LineReader fromAnywhere(InputStream in, long offset, int limit) {
        return new LineReader(in, limit, offset, offset > 0);
    }

    /**
     * Moves to the next line that is not blank.
     *
     * @return false at the end of the file
     * @throws LineTooLong when the next line exceeds the limit; the call after that goes on behind it
     * @throws IOException when the stream fails
     */
    public boolean next() throws IOException {
        skipByteOrderMark();
        if (discarding) {
            discardLine();
        }
        while (true) {
            int lineEnd = findLineEnd();
            if (lineEnd < 0) {
                return false;
            }
            int start = position;
            long offset = bufferOffset + start;
            number++;
            position = lineEnd < end ? lineEnd + 1 : lineEnd;
            int last = lineEnd > start && lineEnd < end && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
            if (last - start > limit) {
                throw new LineTooLong(offset, number, limit);
            }
            if (!isBlank(start, last)) {
                nonBlank++;
                line = new Line(buffer, start, last - start, offset, number, nonBlank);
                return true;
            }
        }
    }

    /** The line that the last {@link #next()} moved to; valid until the next call. */
    public Line line() {
        return line;
    }

    /** Offset in the file of the first byte not yet consumed: where a later reader can go on from. */
    public long offset() {
        return bufferOffset + position;
    }

    /** Closes the stream. */
    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Index of the line feed that ends the current line, or {@code end} for a last line without one, or -1. */
    private int findLineEnd() throws IOException {
        int scan = position;
        while (true) {
            for (int i = scan; i < end; i++) {
                if (buffer[i] == '\n') {
                    return i;
                }
            }
            scan = end;
            if (end - position > limit + 1) {
                long offset = bufferOffset + position;
                number++;
                position = end;
                discarding = true;
                throw new LineTooLong(offset, number, limit);
            }
            int before = position;
            if (!fill()) {
                return position < end ? end : -1;
            }
            scan -= before - position;
        }
    }

    private void discardLine() throws IOException {
        do {
            while (position < end) {
                if (buffer[position++] == '\n') {
                    discarding = false;
                    return;
                }
            }
        } while (fill());
        discarding = false;
    }

    /** Reads more behind what is there; moves it to the front, or grows the buffer, when there is no room. */
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (position == end) {
            bufferOffset += position;
            position = 0;
            end = 0;
        } else if (end == buffer.length && position > 0) {
            System.arraycopy(buffer, position, buffer, 0, end - position);
            bufferOffset += position;
            end -= position;
            position = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(buffer.length * 2L, limit + 2L));
        }
        int count = in.read(buffer, end, buffer.length - end);
        ended = count < 0;
        end += Math.max(count, 0);
        return !ended;
    }

    private void skipByteOrderMark() throws IOException {
        if (started) {
            return;
        }
        started = true;
        while (end < 3 && fill()) {
            // Three bytes decide, and a stream may bring them one by one.
        }
        if (end >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
            position = 3;
        }
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
