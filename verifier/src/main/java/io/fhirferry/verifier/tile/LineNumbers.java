package io.fhirferry.verifier.tile;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** Sets of line numbers by file, one bit for each line. */
final class LineNumbers {

    private final Map<String, BitSet> files = new HashMap<>();

    /** Adds a line, from 1; one beyond two thousand million is left out. */
    void add(String file, long number) {
        if (number > 0 && number < Integer.MAX_VALUE) {
            files.computeIfAbsent(file, ignored -> new BitSet()).set((int) number);
        }
    }

    boolean contains(String file, long number) {
        BitSet lines = files.get(file);
        return lines != null && number > 0 && number < Integer.MAX_VALUE && lines.get((int) number);
    }

    LongStream of(String file) {
        return files.getOrDefault(file, new BitSet()).stream().asLongStream();
    }
}
