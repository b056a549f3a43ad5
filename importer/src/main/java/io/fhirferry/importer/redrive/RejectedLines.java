package io.fhirferry.importer.redrive;

import io.fhirferry.common.staging.QuarantineEntry;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Numbers of rejected lines by file, a bit for each line. */
final class RejectedLines {

    private static final BitSet NONE = new BitSet();

    private final Map<String, BitSet> files = new HashMap<>();

    /** Adds the line of an entry, if the entry says which it is. */
    void add(QuarantineEntry entry) {
        if (entry.located() && entry.line() < Integer.MAX_VALUE) {
            files.computeIfAbsent(entry.file(), file -> new BitSet()).set((int) entry.line());
        }
    }

    /** The lines of a file, by its URL; not to be changed. */
    BitSet of(String file) {
        return files.getOrDefault(file, NONE);
    }

    /** How many lines there are in all files. */
    long count() {
        return files.values().stream().mapToLong(BitSet::cardinality).sum();
    }
}
