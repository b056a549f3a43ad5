package io.fhirferry.importer.instant;

import io.fhirferry.common.ndjson.LastUpdatedSplice;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.LineReader;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.staging.CopiedFile;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.StagedFile;
import io.fhirferry.common.staging.StorageAccount;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** Writes a staged file once more with the dates of some lines moved; all other bytes of these lines, and all other lines, stay. */
final class Nudging {

    private static final int LINES_PER_BEAT = 1_000;

    private final StorageAccount importStorage;
    private final InstantSettings settings;

    Nudging(StorageAccount importStorage, InstantSettings settings) {
        this.importStorage = importStorage;
        this.settings = settings;
    }

    /**
     * A file that was written.
     *
     * @param file in place of the one that was read
     * @param lines whose dates were moved
     */
    record Nudged(ManifestFile file, long lines) {}

    /**
     * Writes the file, unless it is there from before a crash.
     *
     * @param dates to be, in milliseconds, by the number of the line
     * @param name of the new blob, in the container of the old one
     */
    Nudged write(ManifestFile file, Map<Long, Long> dates, String name, Heartbeat heartbeat) throws IOException {
        String container = importStorage.blob(file.url()).getContainerName();
        StagedFile target = new StagedFile(
                file.type(), importStorage.blob(container, name), settings.blockBytes(), heartbeat::beat);
        long read = 0;
        long moved = 0;
        try (LineReader lines =
                new LineReader(importStorage.blob(file.url()).openInputStream(), settings.maxLineBytes())) {
            while (lines.next()) {
                Line line = lines.line();
                byte[] spliced = dates.containsKey(line.number())
                        ? LastUpdatedSplice.at(line, Instant.ofEpochMilli(dates.get(line.number())))
                                .orElse(new byte[0])
                        : new byte[0];
                if (spliced.length > 0) {
                    target.line(spliced, 0, spliced.length);
                    moved++;
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
        return new Nudged(
                new ManifestFile(file.type(), url, written.bytes(), written.lines(), written.etag(), written.digest()),
                moved);
    }
}
