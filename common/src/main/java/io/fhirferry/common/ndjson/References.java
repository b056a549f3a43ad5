package io.fhirferry.common.ndjson;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Looks at the references of a resource (FHIR R4, 2.3.0): those that name a search rather than a resource, and those that
 * name the source's own server, which it can make relative. Every other byte stays as it is.
 *
 * <p>Works on bytes: an unescaped {@code "reference"} with a colon behind it can be nothing in JSON but a key.
 */
public final class References {

    private static final byte[] KEY = "\"reference\"".getBytes(StandardCharsets.US_ASCII);

    /** By how much the search may move on when it finds a byte under the key's last one (Horspool's algorithm). */
    private static final int[] SKIP = skips();

    private final byte[] base;

    /**
     * What was found in a resource.
     *
     * @param conditional references to whatever a search finds, such as {@code Patient?identifier=1}
     * @param toSource absolute references to the source's own server
     */
    public record Found(long conditional, long toSource) {

        /** Nothing. */
        public static final Found NONE = new Found(0, 0);

        /** Adds both. */
        public Found plus(Found other) {
            return equals(NONE) ? other : new Found(conditional + other.conditional, toSource + other.toSource);
        }
    }

    /** @param source base URL of the source, with or without a slash at its end */
    public References(String source) {
        String withSlash = source.endsWith("/") ? source : source + "/";
        this.base = withSlash.getBytes(StandardCharsets.UTF_8);
    }

    /** Counts what is of interest in the resource in a part of a buffer. */
    public Found look(byte[] buffer, int from, int length) {
        int end = from + length;
        long conditional = 0;
        long toSource = 0;
        for (int value = next(buffer, from, end); value < end; value = next(buffer, value, end)) {
            int rest = behindBase(buffer, value, end);
            toSource += rest > value ? 1 : 0;
            conditional += isSearch(buffer, rest, end) ? 1 : 0;
        }
        return conditional + toSource == 0 ? Found.NONE : new Found(conditional, toSource);
    }

    /** The resource with relative references to the source's own resources; empty when it has no absolute ones. */
    public Optional<byte[]> relative(byte[] buffer, int from, int length) {
        int end = from + length;
        ByteArrayOutputStream changed = new ByteArrayOutputStream(0);
        int written = from;
        for (int value = next(buffer, from, end); value < end; value = next(buffer, value, end)) {
            int rest = behindBase(buffer, value, end);
            if (rest > value) {
                changed.write(buffer, written, value - written);
                written = rest;
            }
        }
        if (written == from) {
            return Optional.empty();
        }
        changed.write(buffer, written, end - written);
        return Optional.of(changed.toByteArray());
    }

    /** Where the text of the next reference begins; the end when there is none. */
    private static int next(byte[] buffer, int from, int end) {
        int last = KEY.length - 1;
        for (int i = from; i <= end - KEY.length; i += SKIP[buffer[i + last] & 0xff]) {
            if (buffer[i + last] == '"' && isKey(buffer, i)) {
                int colon = skipSpace(buffer, i + KEY.length, end);
                int quote = colon < end && buffer[colon] == ':' ? skipSpace(buffer, colon + 1, end) : end;
                if (quote < end && buffer[quote] == '"') {
                    return quote + 1;
                }
            }
        }
        return end;
    }

    private static int[] skips() {
        int[] skips = new int[256];
        Arrays.fill(skips, KEY.length);
        for (int i = 0; i < KEY.length - 1; i++) {
            skips[KEY[i]] = KEY.length - 1 - i;
        }
        return skips;
    }

    private static boolean isKey(byte[] buffer, int at) {
        for (int i = 0; i < KEY.length; i++) {
            if (buffer[at + i] != KEY[i]) {
                return false;
            }
        }
        return true;
    }

    private static int skipSpace(byte[] buffer, int from, int end) {
        int at = from;
        while (at < end && (buffer[at] == ' ' || buffer[at] == '\t' || buffer[at] == '\r' || buffer[at] == '\n')) {
            at++;
        }
        return at;
    }

    /** Where the relative part begins of a reference to a type at the source; where the text begins for any other. */
    private int behindBase(byte[] buffer, int value, int end) {
        int at = value;
        for (byte wanted : base) {
            // A slash may be escaped.
            if (wanted == '/' && at + 1 < end && buffer[at] == '\\') {
                at++;
            }
            if (at >= end || buffer[at] != wanted) {
                return value;
            }
            at++;
        }
        return at < end && buffer[at] >= 'A' && buffer[at] <= 'Z' ? at : value;
    }

    /** Whether the text is a type with a question mark behind it. */
    private static boolean isSearch(byte[] buffer, int text, int end) {
        int at = text;
        while (at < end && (buffer[at] >= 'A' && buffer[at] <= 'Z' || buffer[at] >= 'a' && buffer[at] <= 'z')) {
            at++;
        }
        return at > text && at < end && buffer[at] == '?';
    }
}
