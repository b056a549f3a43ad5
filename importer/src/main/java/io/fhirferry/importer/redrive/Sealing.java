package io.fhirferry.importer.redrive;

import static io.fhirferry.importer.redrive.RedriveLog.LOG;

import io.fhirferry.common.ndjson.LineReader;
import io.fhirferry.common.ndjson.LineTooLong;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.QuarantineStore;
import io.fhirferry.common.staging.Rejections;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.RestDigest;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.WindowId;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Notes after an import what is in quarantine, and digests what is not in the files concerned. A file that cannot be
 * digested, because {@code ferry.copy.max-line-bytes} was lowered since it was copied, has none: no correction in it is taken
 * then.
 */
final class Sealing {

    private static final int LINES_PER_BEAT = 1_000;

    private final QuarantineStore quarantine;
    private final StorageAccount importStorage;
    private final int maxLineBytes;

    Sealing(ReportStore reports, StorageAccount importStorage, int maxLineBytes) {
        this.quarantine = new QuarantineStore(reports);
        this.importStorage = importStorage;
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * What was sealed.
     *
     * @param passing how many of the lines were refused for a reason that passes
     */
    record Sealed(Rejections rejections, long passing) {}

    /**
     * Seals a window.
     *
     * @param files of the window
     */
    Sealed seal(WindowId window, List<ManifestFile> files, Heartbeat heartbeat) throws IOException {
        RejectedLines rejected = new RejectedLines();
        long[] passing = new long[1];
        List<String> blobs = quarantine.blobs(window);
        quarantine.forEach(blobs, entry -> {
            heartbeat.beat();
            rejected.add(entry);
            passing[0] += entry.located() && entry.rejection().passing() ? 1 : 0;
        });
        TreeMap<String, String> rest = new TreeMap<>();
        for (ManifestFile file : files) {
            BitSet lines = rejected.of(file.url().toString());
            if (!lines.isEmpty()) {
                digest(window, file, lines, heartbeat)
                        .ifPresent(digest -> rest.put(file.url().toString(), digest));
            }
        }
        return new Sealed(new Rejections(blobs, rest), passing[0]);
    }

    /** Nothing when it cannot be had: a line that was taken is longer than what can be read by now. */
    private Optional<String> digest(WindowId window, ManifestFile file, BitSet without, Heartbeat heartbeat)
            throws IOException {
        RestDigest rest = new RestDigest(without);
        long read = 0;
        try (LineReader lines = new LineReader(importStorage.blob(file.url()).openInputStream(), maxLineBytes)) {
            while (next(lines, rest)) {
                if (++read % LINES_PER_BEAT == 0) {
                    heartbeat.beat();
                }
            }
        } catch (LineTooLong e) {
            LOG.notSealed(window, e.number(), file.type(), e.limit());
            return Optional.empty();
        }
        return Optional.of(rest.hex());
    }

    /** Takes the next line; a rejected one need not be held. */
    private static boolean next(LineReader lines, RestDigest rest) throws IOException {
        try {
            boolean more = lines.next();
            if (more) {
                rest.add(lines.line());
            }
            return more;
        } catch (LineTooLong e) {
            if (!rest.addUnread(e.number())) {
                throw e;
            }
            return true;
        }
    }
}
