package io.fhirferry.importer.bundle;

import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.ResourceHeader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splices lines into bundles: the bytes of a resource are copied as they are, only the frame round them is ours. An
 * update goes to {@code PUT Type/id}, the stub of a deleted resource becomes {@code DELETE Type/id}. For one thread; a
 * writer makes one bundle after the other.
 */
final class BundleWriter {

    private static final byte[] RESOURCE = ascii("{\"resource\":");
    private static final byte[] PUT = ascii(",\"request\":{\"method\":\"PUT\",\"url\":\"");
    private static final byte[] DELETE = ascii("{\"request\":{\"method\":\"DELETE\",\"url\":\"");
    private static final byte[] END_OF_ENTRY = ascii("\"}}");
    private static final byte[] END = ascii("]}");
    private static final int FRAME = RESOURCE.length + PUT.length + END_OF_ENTRY.length + END.length + 130;
    private static final int LARGEST_KEPT = 1 << 16;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final BundleKind kind;
    private final byte[] head;
    private final int mostEntries;
    private final long mostBytes;
    private final Bundle.Entry[] entries;
    private final long[] urls;
    private byte[] buffer;
    private int length;
    private int count;

    /**
     * Makes bundles within bounds.
     *
     * @param mostEntries from 1
     * @param mostBytes of a bundle; a line that is longer by itself gets a bundle of its own all the same
     */
    BundleWriter(BundleKind kind, int mostEntries, int mostBytes) {
        this.kind = kind;
        this.head = ascii("{\"resourceType\":\"Bundle\",\"type\":\"" + kind.key() + "\",\"entry\":[");
        this.mostEntries = mostEntries;
        this.mostBytes = mostBytes;
        this.entries = new Bundle.Entry[mostEntries];
        this.urls = new long[mostEntries];
        this.buffer = new byte[Math.min(mostBytes, 1 << 16) + head.length + FRAME];
        begin();
    }

    /** How many entries the bundle in the making has. */
    int count() {
        return count;
    }

    /**
     * Whether the line can go into the bundle in the making: there is room, and the resource is not in it yet, since a
     * server may work on entries in any order, and refuses a transaction that changes a resource twice.
     */
    boolean takes(Line line, ResourceHeader header) {
        return takes(line.length(), hash(header.type(), header.id()));
    }

    private boolean takes(int bytes, long url) {
        if (count == 0) {
            return true;
        }
        return count < mostEntries && (long) length + bytes + FRAME <= mostBytes && !holds(url);
    }

    /** Adds a line; only when {@link #takes} says so. */
    void add(Line line, ResourceHeader header) {
        add(line, header, line.number());
    }

    /** As {@link #add(Line, ResourceHeader)}, for a line whose number is known otherwise. */
    void add(Line line, ResourceHeader header, long number) {
        if (header.deleted()) {
            delete(header.type(), header.id(), line.offset(), number);
        } else {
            put(header.type(), header.id(), line.buffer(), line.start(), line.length(), line.offset(), number);
        }
    }

    /**
     * Adds an update.
     *
     * @param content holds the resource
     * @param offset of the line that it is about, and its number
     */
    void put(String type, String id, byte[] content, int from, int bytes, long offset, long number) {
        int start = open();
        write(RESOURCE);
        int resourceStart = length;
        write(content, from, bytes);
        int resourceEnd = length;
        write(PUT);
        close(start, type, id, resourceStart, resourceEnd, offset, number);
    }

    /** Adds a deletion. */
    void delete(String type, String id, long offset, long number) {
        int start = open();
        write(DELETE);
        close(start, type, id, start, start, offset, number);
    }

    /** Adds an entry of another bundle. */
    void take(byte[] content, Bundle.Entry entry) {
        int start = open();
        write(content, entry.start(), entry.end() - entry.start());
        entries[count++] = entry.moved(start - entry.start());
    }

    /** The bundle, with at least one entry; the next one is begun. */
    Bundle build() {
        if (count == 0) {
            throw new IllegalStateException("A bundle without entries is not sent");
        }
        write(END);
        Bundle bundle = new Bundle(kind, Arrays.copyOf(buffer, length), Arrays.copyOf(entries, count));
        begin();
        return bundle;
    }

    private void begin() {
        if (buffer.length > 2 * mostBytes + LARGEST_KEPT) {
            // A single long line should not be paid for until the end of the range.
            buffer = new byte[LARGEST_KEPT];
        }
        length = 0;
        count = 0;
        write(head);
    }

    private int open() {
        if (count > 0) {
            reserve(1);
            buffer[length++] = ',';
        }
        return length;
    }

    private void close(
            int start, String type, String id, int resourceStart, int resourceEnd, long offset, long number) {
        int urlStart = length;
        write(type);
        reserve(1);
        buffer[length++] = '/';
        write(id);
        int urlEnd = length;
        write(END_OF_ENTRY);
        urls[count] = hash(type, id);
        boolean delete = resourceEnd == resourceStart;
        entries[count++] =
                new Bundle.Entry(start, length, urlStart, urlEnd, resourceStart, resourceEnd, delete, offset, number);
    }

    private boolean holds(long url) {
        for (int i = 0; i < count; i++) {
            if (urls[i] == url) {
                return true;
            }
        }
        return false;
    }

    /** Two resources of the same hash end up in two bundles, which is no harm. */
    private static long hash(String type, String id) {
        return hash(id, hash(type, FNV_BASIS) * FNV_PRIME);
    }

    private static long hash(String text, long basis) {
        long hash = basis;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    private void write(byte[] more) {
        write(more, 0, more.length);
    }

    private void write(byte[] more, int from, int bytes) {
        reserve(bytes);
        System.arraycopy(more, from, buffer, length, bytes);
        length += bytes;
    }

    /** Types and ids are ASCII: {@link ResourceHeader} takes no others. */
    private void write(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            buffer[length++] = (byte) text.charAt(i);
        }
    }

    private void reserve(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
