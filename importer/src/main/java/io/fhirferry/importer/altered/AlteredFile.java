package io.fhirferry.importer.altered;

import com.azure.storage.blob.specialized.BlockBlobClient;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.LineReader;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.staging.CopiedFile;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.StagedFile;
import io.fhirferry.common.staging.StorageAccount;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * A copied file on its way to be written once more with some lines changed; all others stay as they are. Nothing is written
 * before the first change: what stands above it is read again then.
 */
final class AlteredFile {

    private static final int LINES_PER_BEAT = 1_000;

    private final AlterationSettings settings;
    private final StorageAccount importStorage;
    private final ManifestFile copied;
    private final Heartbeat heartbeat;
    private final BlockBlobClient blob;
    private final StagedFile target;
    private long kept;
    private long changed;

    /**
     * Nothing was read yet.
     *
     * @param name of the new blob, in the container of the old one
     */
    AlteredFile(
            StorageAccount importStorage,
            AlterationSettings settings,
            ManifestFile copied,
            String name,
            Heartbeat heartbeat) {
        this.importStorage = importStorage;
        this.settings = settings;
        this.copied = copied;
        this.heartbeat = heartbeat;
        this.blob = importStorage.blob(importStorage.blob(copied.url()).getContainerName(), name);
        this.target = new StagedFile(copied.type(), blob, settings.blockBytes(), heartbeat::beat);
    }

    /**
     * Reads the copied file to its end, and writes the other one, unless it is there from before a crash.
     *
     * @return nothing when no line was changed: then there is no other file
     */
    Optional<ManifestFile> write(Alteration.LineChange change) throws IOException {
        long read = 0;
        try (LineReader lines = open()) {
            while (lines.next()) {
                take(lines.line(), change.of(lines.line()));
                if (++read % LINES_PER_BEAT == 0) {
                    heartbeat.beat();
                }
            }
        }
        if (changed == 0) {
            return Optional.empty();
        }
        CopiedFile written = target.commit();
        return Optional.of(new ManifestFile(
                copied.type(),
                URI.create(blob.getBlobUrl()),
                written.bytes(),
                written.lines(),
                written.etag(),
                written.digest()));
    }

    /** How many lines were changed. */
    long changed() {
        return changed;
    }

    private void take(Line line, Optional<byte[]> other) throws IOException {
        if (other.isPresent()) {
            if (changed++ == 0) {
                writeKept();
            }
            target.line(other.get(), 0, other.get().length);
        } else if (changed == 0) {
            kept++;
        } else {
            target.line(line.buffer(), line.start(), line.length());
        }
    }

    /** Everything above the first line that was changed. */
    private void writeKept() throws IOException {
        try (LineReader lines = open()) {
            for (long i = 0; i < kept && lines.next(); i++) {
                target.line(
                        lines.line().buffer(),
                        lines.line().start(),
                        lines.line().length());
            }
        }
    }

    private LineReader open() {
        return new LineReader(importStorage.blob(copied.url()).openInputStream(), settings.maxLineBytes());
    }
}
