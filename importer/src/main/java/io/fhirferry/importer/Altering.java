package io.fhirferry.importer;

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
import java.util.function.Function;

/**
 * Writes a staged file once more with some lines changed; all others stay as they are.
 *
 * @param importStorage holds both
 * @param blockBytes {@code ferry.copy.block-bytes}
 * @param maxLineBytes {@code ferry.copy.max-line-bytes}
 */
public record Altering(StorageAccount importStorage, int blockBytes, int maxLineBytes) {

    private static final int LINES_PER_BEAT = 1_000;

    /**
     * A file that was written.
     *
     * @param file in place of the one that was read
     * @param lines that were changed
     */
    public record Altered(ManifestFile file, long lines) {}

    /** What becomes of a line: other bytes, or nothing when it stays. */
    @FunctionalInterface
    public interface Change extends Function<Line, Optional<byte[]>> {}

    /**
     * Writes the file, unless it is there from before a crash.
     *
     * @param name of the new blob, in the container of the old one
     */
    public Altered write(ManifestFile file, String name, Change change, Heartbeat heartbeat) throws IOException {
        String container = importStorage.blob(file.url()).getContainerName();
        StagedFile target =
                new StagedFile(file.type(), importStorage.blob(container, name), blockBytes, heartbeat::beat);
        long read = 0;
        long changed = 0;
        try (LineReader lines = open(file)) {
            while (lines.next()) {
                Line line = lines.line();
                Optional<byte[]> other = change.apply(line);
                if (other.isPresent()) {
                    target.line(other.get(), 0, other.get().length);
                    changed++;
                } else {
                    target.line(line.buffer(), line.start(), line.length());
                }
                if (++read % LINES_PER_BEAT == 0) {
                    heartbeat.beat();
                }
            }
        }
        CopiedFile written = target.commit();
        URI url = URI.create(importStorage.blob(container, name).getBlobUrl());
        return new Altered(
                new ManifestFile(file.type(), url, written.bytes(), written.lines(), written.etag(), written.digest()),
                changed);
    }

    /** Whether any line would be changed. */
    public boolean changes(ManifestFile file, Change change, Heartbeat heartbeat) throws IOException {
        long read = 0;
        try (LineReader lines = open(file)) {
            while (lines.next()) {
                if (change.apply(lines.line()).isPresent()) {
                    return true;
                }
                if (++read % LINES_PER_BEAT == 0) {
                    heartbeat.beat();
                }
            }
        }
        return false;
    }

    private LineReader open(ManifestFile file) {
        return new LineReader(importStorage.blob(file.url()).openInputStream(), maxLineBytes);
    }
}
