package io.fhirferry.copier;

import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.LineReader;
import io.fhirferry.common.ndjson.LineTooLong;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.ndjson.Unreadable;
import io.fhirferry.common.staging.CopiedFile;
import io.fhirferry.common.staging.ManifestFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads one exported file and writes the owned lines byte for byte, unparsed beyond their headers. A line that cannot
 * be read is passed on for the destination to refuse, so that it ends in quarantine with its number and never stops the
 * lines around it.
 */
final class FileCopy {

    private final ManifestFile source;
    private final Ownership ownership;
    private final Destinations destinations;
    private final StagedFiles staged;
    private final TreeMap<String, LineCounts> counts = new TreeMap<>();
    private long read;
    private boolean lastIsTorn;

    /** A copy of one file that begins with {@link #run}; for one use. */
    FileCopy(ManifestFile source, Ownership ownership, Destinations destinations, StagedFiles staged) {
        this.source = source;
        this.ownership = ownership;
        this.destinations = destinations;
        this.staged = staged;
    }

    /**
     * Copies the whole file.
     *
     * @param maxLineBytes the longest line that is accepted
     * @throws IOException when the source breaks off
     */
    Outcome run(InputStream in, int maxLineBytes) throws IOException {
        try (LineReader lines = new LineReader(in, maxLineBytes)) {
            while (lines.next()) {
                take(lines.line(), lines.offset());
            }
        } catch (LineTooLong e) {
            return new Outcome.Impossible("line " + e.number() + " of " + name() + " is longer than " + e.limit()
                    + " bytes; raise ferry.copy.max-line-bytes and drive the window again");
        }
        if (lastIsTorn) {
            return new Outcome.CutOff("the last line of " + name() + " breaks off, line " + read);
        }
        if (read < source.lines()) {
            return new Outcome.CutOff(name() + " holds " + read + " of " + source.lines() + " resources");
        }
        return new Outcome.Complete(staged.commit(), counts);
    }

    /** Lines read so far, blank ones not counted. */
    long read() {
        return read;
    }

    /** What came of a copy. */
    sealed interface Outcome {

        /**
         * All owned lines are in the import storage.
         *
         * @param files that hold them
         * @param counts of the lines read, by type
         */
        record Complete(List<CopiedFile> files, SortedMap<String, LineCounts> counts) implements Outcome {}

        /** The file misses its end. */
        record CutOff(String reason) implements Outcome {}

        /** The file cannot be copied as things are configured. */
        record Impossible(String reason) implements Outcome {}
    }

    /**
     * Takes a line.
     *
     * @param next offset behind the line and its ending, by which a missing ending is noticed
     */
    private void take(Line line, long next) {
        read++;
        HeaderResult header = ResourceHeader.read(line);
        lastIsTorn = header instanceof Unreadable && next == line.offset() + line.length();
        if (lastIsTorn) {
            return;
        }
        String type = destinations.of(header);
        boolean owned = ownership.owns(header);
        if (owned) {
            staged.line(type, line.buffer(), line.start(), line.length());
        }
        counts.merge(type, owned ? LineCounts.OWNED : LineCounts.OUTSIDE, LineCounts::plus);
    }

    private String name() {
        return "a " + source.type() + " file";
    }
}
