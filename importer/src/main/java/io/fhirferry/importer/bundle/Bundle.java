package io.fhirferry.importer.bundle;

import io.fhirferry.common.fhir.BundleEntries;
import java.util.Arrays;

/**
 * A bundle as it goes over the wire, and where the lines in it come from. Immutable; the bytes of resources are those of
 * the file.
 */
final class Bundle implements BundleEntries {

    private final BundleKind kind;
    private final byte[] bytes;
    private final Entry[] entries;

    /**
     * One entry.
     *
     * @param start of the entry in the bundle's bytes
     * @param end behind it
     * @param urlStart of {@code Type/id} in the bundle's bytes
     * @param urlEnd behind that
     * @param resourceStart of the resource in the bundle's bytes; of nothing where the entry deletes
     * @param resourceEnd behind it
     * @param delete whether it deletes
     * @param offset of its line in the file
     * @param number of its line, counted from the range
     */
    record Entry(
            int start,
            int end,
            int urlStart,
            int urlEnd,
            int resourceStart,
            int resourceEnd,
            boolean delete,
            long offset,
            long number) {

        /** The same entry elsewhere in a bundle. */
        Entry moved(int by) {
            return new Entry(
                    start + by,
                    end + by,
                    urlStart + by,
                    urlEnd + by,
                    resourceStart + by,
                    resourceEnd + by,
                    delete,
                    offset,
                    number);
        }
    }

    Bundle(BundleKind kind, byte[] bytes, Entry[] entries) {
        this.kind = kind;
        this.bytes = bytes;
        this.entries = entries;
    }

    /** A bundle of nothing, which is not sent. */
    static Bundle none(BundleKind kind) {
        return new Bundle(kind, new byte[0], new Entry[0]);
    }

    /** The whole bundle. Not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    Entry entry(int index) {
        return entries[index];
    }

    @Override
    public int size() {
        return entries.length;
    }

    /** {@code Type/id} of an entry. */
    String url(int index) {
        Entry entry = entries[index];
        return new String(
                bytes, entry.urlStart(), entry.urlEnd() - entry.urlStart(), java.nio.charset.StandardCharsets.US_ASCII);
    }

    @Override
    public boolean isAt(int index, CharSequence location) {
        Entry entry = entries[index];
        int length = entry.urlEnd() - entry.urlStart();
        for (int from = 0; from + length <= location.length(); from++) {
            boolean begins = from == 0 || location.charAt(from - 1) == '/';
            int end = from + length;
            boolean ends = end == location.length() || location.charAt(end) == '/';
            if (begins && ends && isUrl(entry, location, from, length)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUrl(Entry entry, CharSequence location, int from, int length) {
        for (int i = 0; i < length; i++) {
            if (location.charAt(from + i) != (bytes[entry.urlStart() + i] & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /**
     * A bundle of some of the entries, byte for byte.
     *
     * @param indexes which, in rising order
     */
    Bundle only(int... indexes) {
        BundleWriter writer = new BundleWriter(kind, indexes.length, bytes.length);
        for (int index : indexes) {
            writer.take(bytes, entries[index]);
        }
        return writer.build();
    }

    /** The entries from one place to another. */
    Bundle part(int from, int to) {
        int[] indexes = new int[to - from];
        Arrays.setAll(indexes, i -> from + i);
        return only(indexes);
    }

    /** Says how large it is, never what it holds. */
    @Override
    public String toString() {
        return kind.key() + " of " + entries.length + " entries, " + bytes.length + " bytes";
    }
}
