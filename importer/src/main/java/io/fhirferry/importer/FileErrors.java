package io.fhirferry.importer;

import io.fhirferry.common.fhir.ImportError;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rejected lines of one file as its error logs name them: by the unit in which the server read them and their number
 * there. Eight bytes for a line, so that a file of nothing but rejected lines is no trouble; a line named twice counts
 * once.
 */
final class FileErrors {

    private static final int REASON_BITS = 8;
    private static final ImportError.Reason[] REASONS = ImportError.Reason.values();

    /** By the byte at which the unit begins. */
    private final TreeMap<Long, Unit> units = new TreeMap<>();

    private final TreeMap<ImportError.Reason, Long> unlocated = new TreeMap<>();
    private final TreeSet<String> unlocatedLogs = new TreeSet<>();

    /** A rejected line: its place among the lines of its unit that are not blank, from 1, and why. */
    record Entry(long line, ImportError.Reason reason) {}

    /**
     * Adds an entry.
     *
     * @param log where it stands
     */
    void add(ImportError error, String log) {
        if (error.located()) {
            Unit unit = units.computeIfAbsent(error.streamStartOffset(), offset -> new Unit());
            unit.add(error.line(), error.reason());
            unit.logs.add(log);
        } else {
            unlocated.merge(error.reason(), 1L, Long::sum);
            unlocatedLogs.add(log);
        }
    }

    /** The logs whose entries name no line, sorted. */
    Set<String> unlocatedLogs() {
        return unlocatedLogs;
    }

    /** Rejected lines that no log locates, by reason. */
    Map<ImportError.Reason, Long> unlocated() {
        return unlocated;
    }

    /** The bytes at which units begin, each with its rejected lines in order. */
    NavigableMap<Long, Unit> units() {
        return units;
    }

    /** The rejected lines of one unit. */
    static final class Unit {

        private final TreeSet<String> logs = new TreeSet<>();
        private long[] packed = new long[8];
        private int size;

        private void add(long line, ImportError.Reason reason) {
            if (size == packed.length) {
                packed = Arrays.copyOf(packed, size * 2);
            }
            packed[size++] = line << REASON_BITS | reason.ordinal();
        }

        /** Sorts, and drops what stands twice; to be called once, before {@link #entry}. */
        void close() {
            Arrays.sort(packed, 0, size);
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (kept == 0 || packed[kept - 1] >> REASON_BITS != packed[i] >> REASON_BITS) {
                    packed[kept++] = packed[i];
                }
            }
            size = kept;
        }

        /** The logs of the unit: one, unless the server began it again under another name. */
        Set<String> logs() {
            return logs;
        }

        int size() {
            return size;
        }

        Entry entry(int index) {
            long value = packed[index];
            return new Entry(value >> REASON_BITS, REASONS[(int) (value & (1 << REASON_BITS) - 1)]);
        }
    }
}
