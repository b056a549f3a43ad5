package io.fhirferry.importer.redrive;

import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.LineReader;
import io.fhirferry.common.ndjson.LineTooLong;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.staging.RestDigest;
import io.fhirferry.common.staging.StagedFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.Optional;

/**
 * A staged file that was read once, while some of its rejected lines were written elsewhere.
 *
 * @param bytes of the whole file
 * @param digest SHA-256 of it, in hexadecimal digits
 * @param rest the digest of what was not rejected; nothing when a rejected line is blank or gone
 */
record PickedLines(long bytes, String digest, Optional<String> rest) {

    private static final int LINES_PER_BEAT = 1_000;

    /**
     * Reads a file to its end.
     *
     * @param in from its first byte; it is closed
     * @param picked numbers of the lines to be written, some of the rejected ones
     * @param rejected numbers of all that were rejected; one that is not picked may be of any length
     * @throws LineTooLong when another line is too long
     */
    static PickedLines read(
            InputStream in, BitSet picked, BitSet rejected, int maxLineBytes, StagedFile target, Heartbeat heartbeat)
            throws IOException {
        RestDigest rest = new RestDigest(rejected);
        long read = 0;
        try (CountedStream counted = new CountedStream(in);
                LineReader lines = new LineReader(counted, maxLineBytes)) {
            while (true) {
                try {
                    if (!lines.next()) {
                        break;
                    }
                    rest.add(lines.line());
                    if (isIn(picked, lines.line().number())) {
                        write(lines.line(), target);
                    }
                } catch (LineTooLong e) {
                    if (isIn(picked, e.number()) || !rest.addUnread(e.number())) {
                        throw e;
                    }
                }
                if (++read % LINES_PER_BEAT == 0) {
                    heartbeat.beat();
                }
            }
            return new PickedLines(
                    counted.bytes(), counted.digest(), rest.complete() ? Optional.of(rest.hex()) : Optional.empty());
        }
    }

    private static boolean isIn(BitSet lines, long number) {
        return number < Integer.MAX_VALUE && lines.get((int) number);
    }

    private static void write(Line line, StagedFile target) {
        target.line(line.buffer(), line.start(), line.length());
    }
}
