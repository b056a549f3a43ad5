package io.fhirferry.emulator.imports;

import io.fhirferry.emulator.blobs.Lines;
import java.io.IOException;
import java.util.Optional;

/**
 * The lines of one unit.
 *
 * <p>A unit that does not begin the file leaves out its first, partial line, and every unit takes the line that begins
 * right at its end: so each line of the file is in exactly one unit.
 */
final class UnitLines {

    private final Lines lines;
    private final long length;
    private boolean skipFirst;
    private long number;

    UnitLines(Lines lines, long offset, long length) {
        this.lines = lines;
        this.length = length;
        this.skipFirst = offset > 0;
    }

    /** The next line that is not empty, or nothing at the end of the unit. */
    Optional<byte[]> next() throws IOException {
        while (lines.consumed() <= length) {
            Optional<byte[]> line = lines.next();
            if (line.isEmpty()) {
                return line;
            }
            boolean partial = skipFirst;
            skipFirst = false;
            if (!partial && line.get().length > 0) {
                number++;
                return line;
            }
        }
        return Optional.empty();
    }

    /** The number of the last line among those that are not empty, from 1. */
    long number() {
        return number;
    }
}
