package io.fhirferry.common.ndjson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Builds the canonical text of one JSON value in a buffer that is used again and again: no whitespace, members of each
 * object sorted by the bytes of their keys, strings with the fewest escapes (RFC 8785, section 3.2.2.2; a lone
 * surrogate stays an escape), numbers as they were written.
 *
 * <p>An object's members are written as they come, each followed by a comma, and put in order when the object closes:
 * only then is it known whether a key stands twice.
 */
final class CanonicalForm {

    private static final int FEW = 40;

    private final ValueRules rules;
    private final CanonicalText text = new CanonicalText();
    private final MessageDigest sha256;
    private byte[] scratch = new byte[1 << 10];

    /** Three numbers for each member of each open object: where it starts, where its key ends, where it ends. */
    private int[] members = new int[3 << 6];

    private int memberCount;
    private int[] objects = new int[16];
    private int depth;

    CanonicalForm(ValueRules rules) {
        this.rules = rules;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    void clear() {
        text.clear();
        memberCount = 0;
        depth = 0;
    }

    /** Digest of what was written since {@link #clear()}. */
    ResourceDigest digest() {
        sha256.update(text.bytes(), 0, text.length());
        byte[] hash = sha256.digest();
        return new ResourceDigest(bigEndian(hash, 0), bigEndian(hash, Long.BYTES));
    }

    void openObject() {
        if (depth == objects.length) {
            objects = Arrays.copyOf(objects, depth * 2);
        }
        objects[depth++] = memberCount;
        text.append('{');
    }

    /** Begins a member; its value follows. */
    void name(String key) {
        if (memberCount > objects[depth - 1]) {
            endMember();
        }
        if (members.length < 3 * memberCount + 3) {
            members = Arrays.copyOf(members, members.length * 2);
        }
        members[3 * memberCount] = text.length();
        text.string(key);
        members[3 * memberCount + 1] = text.length();
        text.append(':');
        memberCount++;
    }

    void closeObject() throws DuplicateKey {
        int first = objects[--depth];
        if (memberCount == first) {
            text.append('}');
            return;
        }
        endMember();
        sort(first);
        memberCount = first;
        text.replaceLast('}');
    }

    /** Writes a member whose value's first token is the parser's current one. */
    void member(String key, JsonParser parser) throws IOException {
        name(key);
        if (rules.isNarrative(key) && parser.currentToken() == JsonToken.VALUE_STRING) {
            text.string(rules.narrative(parser.getText()));
        } else {
            write(parser);
        }
    }

    /** Writes the value whose first token is the parser's current one. */
    private void write(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        switch (token) {
            case START_OBJECT -> {
                openObject();
                for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                    parser.nextToken();
                    member(key, parser);
                }
                closeObject();
            }
            case START_ARRAY -> {
                text.append('[');
                boolean empty = true;
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    write(parser);
                    text.append(',');
                    empty = false;
                }
                closeArray(empty);
            }
            case VALUE_STRING -> text.string(parser);
            default -> literal(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        }
    }

    /** Writes a value that is held in memory, as it is. Its objects have no key twice. */
    void write(JsonValue value) {
        switch (value) {
            case JsonValue.Members object -> {
                openObject();
                object.values().forEach((key, member) -> {
                    name(key);
                    write(member);
                });
                try {
                    closeObject();
                } catch (DuplicateKey e) {
                    throw new IllegalStateException("A map holds no key twice", e);
                }
            }
            case JsonValue.Elements array -> {
                text.append('[');
                for (JsonValue element : array.values()) {
                    write(element);
                    text.append(',');
                }
                closeArray(array.values().isEmpty());
            }
            case JsonValue.Text string -> text.string(string.value());
            case JsonValue.Literal literal -> {
                char[] written = literal.written().toCharArray();
                text.literal(written, 0, written.length);
            }
            case JsonValue.Absent absent -> throw new IllegalArgumentException("A value that is absent has no text");
        }
    }

    private void literal(char[] written, int start, int count) {
        if (rules.isRewritten(written, start, count)) {
            char[] number = rules.number(new String(written, start, count)).toCharArray();
            text.literal(number, 0, number.length);
        } else {
            text.literal(written, start, count);
        }
    }

    private void closeArray(boolean empty) {
        if (empty) {
            text.append(']');
        } else {
            text.replaceLast(']');
        }
    }

    private void endMember() {
        text.append(',');
        members[3 * memberCount - 1] = text.length();
    }

    private void sort(int first) throws DuplicateKey {
        boolean ascending = true;
        for (int i = first + 1; i < memberCount; i++) {
            int order = compare(i - 1, i);
            if (order == 0) {
                throw new DuplicateKey();
            }
            ascending &= order < 0;
        }
        if (!ascending) {
            rearrange(memberCount - first <= FEW ? insertionSort(first) : mergeSort(first), first);
        }
    }

    private int[] insertionSort(int first) throws DuplicateKey {
        int[] sorted = new int[memberCount - first];
        for (int count = 0; count < sorted.length; count++) {
            int member = first + count;
            int place = count;
            while (place > 0) {
                int order = compare(sorted[place - 1], member);
                if (order == 0) {
                    throw new DuplicateKey();
                }
                if (order < 0) {
                    break;
                }
                sorted[place] = sorted[place - 1];
                place--;
            }
            sorted[place] = member;
        }
        return sorted;
    }

    private int[] mergeSort(int first) throws DuplicateKey {
        Integer[] boxed = new Integer[memberCount - first];
        Arrays.setAll(boxed, i -> first + i);
        Arrays.sort(boxed, this::compare);
        int[] sorted = new int[boxed.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = boxed[i];
            if (i > 0 && compare(sorted[i - 1], sorted[i]) == 0) {
                throw new DuplicateKey();
            }
        }
        return sorted;
    }

    private void rearrange(int[] sorted, int first) {
        int start = members[3 * first];
        int length = text.length() - start;
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, scratch.length * 2)];
        }
        int to = 0;
        for (int member : sorted) {
            int from = members[3 * member];
            int bytes = members[3 * member + 2] - from;
            System.arraycopy(text.bytes(), from, scratch, to, bytes);
            to += bytes;
        }
        System.arraycopy(scratch, 0, text.bytes(), start, length);
    }

    private int compare(int left, int right) {
        byte[] bytes = text.bytes();
        return Arrays.compareUnsigned(
                bytes, members[3 * left], members[3 * left + 1], bytes, members[3 * right], members[3 * right + 1]);
    }

    private static long bigEndian(byte[] bytes, int from) {
        long value = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            value = value << Byte.SIZE | bytes[i] & 0xFF;
        }
        return value;
    }
}
