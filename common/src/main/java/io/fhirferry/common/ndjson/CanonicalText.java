package io.fhirferry.common.ndjson;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;

/** The bytes of a canonical form: UTF-8, grown as needed and kept for the next resource. */
final class CanonicalText {

    /** A string beyond this is taken in pieces, so that it is not held once more in one array of characters. */
    private static final int LONG = 1 << 16;

    private static final int CHUNK = 1 << 12;
    private static final int LONGEST_ESCAPE = 6;
    private static final byte[] HEX = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[1 << 13];
    private int length;
    private char[] characters = new char[1 << 8];
    private char pendingHigh;

    void clear() {
        length = 0;
        pendingHigh = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void append(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    void replaceLast(char ascii) {
        bytes[length - 1] = (byte) ascii;
    }

    /** Numbers, {@code true}, {@code false}, {@code null}: ASCII as it was written. */
    void literal(char[] from, int start, int count) {
        ensure(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) from[start + i];
        }
    }

    void string(String value) {
        if (characters.length < value.length()) {
            characters = new char[Math.max(value.length(), characters.length * 2)];
        }
        value.getChars(0, value.length(), characters, 0);
        append('"');
        encode(characters, 0, value.length());
        endString();
    }

    /** The parser's current string. */
    void string(JsonParser parser) throws IOException {
        append('"');
        if (parser.getTextLength() < LONG) {
            encode(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } else {
            parser.getText(new Pieces());
        }
        endString();
    }

    private void endString() {
        if (pendingHigh != 0) {
            ensure(LONGEST_ESCAPE);
            escape(pendingHigh);
            pendingHigh = 0;
        }
        append('"');
    }

    private void encode(char[] from, int start, int count) {
        for (int done = 0; done < count; done += CHUNK) {
            int end = start + Math.min(done + CHUNK, count);
            ensure((end - start - done + 1) * LONGEST_ESCAPE);
            for (int i = start + done; i < end; i++) {
                char c = from[i];
                if (pendingHigh == 0 && c < 0x80 && c >= 0x20 && c != '"' && c != '\\') {
                    bytes[length++] = (byte) c;
                } else {
                    encodeRare(c);
                }
            }
        }
    }

    private void encodeRare(char c) {
        if (pendingHigh != 0) {
            char high = pendingHigh;
            pendingHigh = 0;
            if (Character.isLowSurrogate(c)) {
                int point = Character.toCodePoint(high, c);
                bytes[length++] = (byte) (0xF0 | point >> 18);
                bytes[length++] = (byte) (0x80 | point >> 12 & 0x3F);
                bytes[length++] = (byte) (0x80 | point >> 6 & 0x3F);
                bytes[length++] = (byte) (0x80 | point & 0x3F);
                return;
            }
            escape(high);
        }
        switch (c) {
            case '"', '\\' -> shortEscape(c);
            case '\b' -> shortEscape('b');
            case '\t' -> shortEscape('t');
            case '\n' -> shortEscape('n');
            case '\f' -> shortEscape('f');
            case '\r' -> shortEscape('r');
            default -> encodeOther(c);
        }
    }

    private void encodeOther(char c) {
        if (c < 0x20 || Character.isLowSurrogate(c)) {
            escape(c);
        } else if (c < 0x80) {
            bytes[length++] = (byte) c;
        } else if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | c >> 6);
            bytes[length++] = (byte) (0x80 | c & 0x3F);
        } else if (Character.isHighSurrogate(c)) {
            pendingHigh = c;
        } else {
            bytes[length++] = (byte) (0xE0 | c >> 12);
            bytes[length++] = (byte) (0x80 | c >> 6 & 0x3F);
            bytes[length++] = (byte) (0x80 | c & 0x3F);
        }
    }

    private void shortEscape(char c) {
        bytes[length++] = '\\';
        bytes[length++] = (byte) c;
    }

    private void escape(char c) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[c >> shift & 0xF];
        }
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length + (bytes.length >> 1)));
        }
    }

    /** Takes a long string piece by piece. */
    private final class Pieces extends Writer {

        @Override
        public void write(char[] from, int start, int count) {
            encode(from, start, count);
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing to release.
        }
    }
}
