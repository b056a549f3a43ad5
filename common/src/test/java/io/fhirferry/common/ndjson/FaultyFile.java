package io.fhirferry.common.ndjson;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file of patients of which some lines are bad, spread over the whole file and over all kinds of {@link FileFault}; and the
 * same file with these lines repaired. The same arguments make the same file.
 */
public final class FaultyFile {

    /** No two good lines share an instant: servers have limits for that. */
    private static final Instant FIRST = Instant.parse("2026-01-04T08:00:00.001Z");

    private final int lines;
    private final SortedMap<Long, FileFault> faults = new TreeMap<>();

    /**
     * A file.
     *
     * @param lines how many, none of them blank
     * @param bad how many of them are bad, at most a third
     */
    public FaultyFile(int lines, int bad) {
        this(lines, bad, LineFault.values());
    }

    /**
     * A file with faults of other kinds.
     *
     * @param kinds are taken in turns
     */
    public FaultyFile(int lines, int bad, FileFault... kinds) {
        if (bad * 3 > lines) {
            throw new IllegalArgumentException("At most a third of the lines can be bad");
        }
        this.lines = lines;
        for (int i = 0; i < bad; i++) {
            // Never two next to each other, never the first line, once the last.
            faults.put((long) lines * (i + 1) / bad, kinds[i % kinds.length]);
        }
    }

    /** The bad lines by their numbers, from 1. */
    public SortedMap<Long, FileFault> faults() {
        return Collections.unmodifiableSortedMap(faults);
    }

    /** How many lines there are. */
    public int lines() {
        return lines;
    }

    /** The file with its bad lines. */
    public byte[] bytes() {
        return write(false);
    }

    /** The file with these lines as they should be. */
    public byte[] repaired() {
        return write(true);
    }

    private byte[] write(boolean repaired) {
        StringBuilder text = new StringBuilder(lines * 170);
        for (long number = 1; number <= lines; number++) {
            text.append(line(number, repaired)).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String line(long number, boolean repaired) {
        if (faults.containsKey(number)) {
            FileFault fault = faults.get(number);
            return repaired ? fault.repaired(id(number)) : fault.line(id(number));
        }
        return faults.containsKey(number + 1)
                ? faults.get(number + 1).before(id(number + 1))
                : LineFault.version(id(number), 1, FIRST.plusMillis(number).toString());
    }

    private static String id(long number) {
        return "patient-" + number;
    }
}
