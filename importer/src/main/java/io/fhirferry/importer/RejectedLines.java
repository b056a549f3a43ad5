package io.fhirferry.importer;

import io.fhirferry.common.fhir.ImportError;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the lines that error logs name, in one pass over the file; for one use.
 *
 * <p>A unit that begins at a byte behind the first one skips what is left of the line there, so its first line is the
 * first that begins strictly behind that byte; from there the lines that are not blank are counted.
 */
final class RejectedLines {

    private final Deque<Cursor> ahead = new ArrayDeque<>();
    private final List<Cursor> open = new ArrayList<>();

    /**
     * A rejected line.
     *
     * @param line valid until the consumer returns
     * @param reason why
     * @param unit the byte at which the server's unit of work begins
     * @param lineInUnit the line's number there, as the logs have it
     * @param logs the logs that name it
     */
    record Rejected(Line line, ImportError.Reason reason, long unit, long lineInUnit, Set<String> logs) {}

    RejectedLines(FileErrors errors) {
        errors.units().forEach((offset, unit) -> {
            unit.close();
            ahead.add(new Cursor(offset, unit));
        });
    }

    /**
     * Reads the file up to the last wanted line.
     *
     * @param in the file from its first byte; not closed
     * @return how many wanted lines the file does not have
     */
    long find(InputStream in, int maxLineBytes, Consumer<Rejected> found) throws IOException {
        LineReader lines = new LineReader(in, maxLineBytes);
        while ((!ahead.isEmpty() || !open.isEmpty()) && lines.next()) {
            Line line = lines.line();
            openUnits(line);
            match(line).ifPresent(found);
        }
        return left(ahead) + left(open);
    }

    private void openUnits(Line line) {
        while (!ahead.isEmpty() && ahead.peekFirst().beginsBy(line.offset())) {
            Cursor cursor = ahead.removeFirst();
            cursor.before = line.nonBlankNumber() - 1;
            open.add(cursor);
        }
    }

    private Optional<Rejected> match(Line line) {
        Optional<Rejected> found = Optional.empty();
        for (Cursor cursor : open) {
            if (cursor.isAt(line.nonBlankNumber())) {
                FileErrors.Entry entry = cursor.next();
                found = Optional.of(
                        new Rejected(line, entry.reason(), cursor.offset, entry.line(), cursor.unit.logs()));
            }
        }
        open.removeIf(cursor -> cursor.left() == 0);
        return found;
    }

    private static long left(Iterable<Cursor> cursors) {
        long left = 0;
        for (Cursor cursor : cursors) {
            left += cursor.left();
        }
        return left;
    }

    /** Where the pass stands among the rejected lines of a unit. */
    private static final class Cursor {
        private final long offset;
        private final FileErrors.Unit unit;
        private int index;
        private long before;

        Cursor(long offset, FileErrors.Unit unit) {
            this.offset = offset;
            this.unit = unit;
        }

        boolean beginsBy(long lineOffset) {
            return offset == 0 || lineOffset > offset;
        }

        boolean isAt(long number) {
            return index < unit.size() && before + unit.entry(index).line() == number;
        }

        FileErrors.Entry next() {
            return unit.entry(index++);
        }

        long left() {
            return unit.size() - (long) index;
        }
    }
}
