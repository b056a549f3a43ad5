package io.fhirferry.verifier.tile;

import io.fhirferry.common.ndjson.DigestResult;
import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.LineReader;
import io.fhirferry.common.ndjson.LineTooLong;
import io.fhirferry.common.ndjson.ResourceDigester;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.ndjson.Unreadable;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.verifier.compare.Place;
import io.fhirferry.verifier.compare.Selection;
import java.io.IOException;
import java.io.InputStream;

/** Reads a file line by line and digests each; memory is for the longest line. */
final class LineScan {

    private static final int LINES_PER_BEAT = 1_000;

    private final ResourceDigester digester;
    private final int maxLine;
    private final Heartbeat heartbeat;

    LineScan(Equivalence equivalence, int maxLine, Heartbeat heartbeat) {
        this.digester = new ResourceDigester(equivalence);
        this.maxLine = maxLine;
        this.heartbeat = heartbeat;
    }

    /** Is shown the lines of a file. */
    interface Reader {

        void line(DigestResult.Digested digested, Place place);

        /**
         * A line that is no resource.
         *
         * @param number from 1
         * @param why a sentence about the line without its content
         */
        void unreadable(long number, String why);
    }

    /**
     * Reads a file to its end.
     *
     * @param file its index, for {@link Place}
     * @param selection lines of other resources are not digested; unless all are wanted, headers are looked at first
     * @return how many lines there are that are not blank
     */
    long read(int file, InputStream in, Selection selection, Reader reader) throws IOException {
        long count = 0;
        try (LineReader lines = new LineReader(in, maxLine)) {
            while (true) {
                try {
                    if (!lines.next()) {
                        return count;
                    }
                    Line line = lines.line();
                    if (selection == Selection.ALL || isSelected(line, selection)) {
                        show(file, line, selection, reader);
                    }
                } catch (LineTooLong e) {
                    reader.unreadable(e.number(), "The line is longer than ferry.copy.max-line-bytes allows");
                }
                if (++count % LINES_PER_BEAT == 0) {
                    heartbeat.beat();
                }
            }
        }
    }

    /** A line that cannot be read is, so that it is told. */
    private static boolean isSelected(Line line, Selection selection) {
        return !(ResourceHeader.read(line) instanceof HeaderResult.Read(ResourceHeader header))
                || selection.covers(header.type(), header.id());
    }

    private void show(int file, Line line, Selection selection, Reader reader) {
        switch (digester.digest(line)) {
            case DigestResult.Digested digested -> {
                if (selection.covers(digested.header().type(), digested.header().id())) {
                    reader.line(digested, new Place(file, line.offset(), line.length(), line.number()));
                }
            }
            case Unreadable unreadable -> reader.unreadable(line.number(), unreadable.toString());
        }
    }
}
