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
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A copied file on its way to be written once more with some lines changed; all others stay as they are. Nothing is written
 * before the first change: what stands above it is read again then. For one use.
 */
final class AlteredFile implements LineChange.Fate {

    private static final int LINES_PER_BEAT = 1_000;

    private final StorageAccount importStorage;
    private final AlterationSettings settings;
    private final ManifestFile copied;
    private final Heartbeat heartbeat;
    private final BlockBlobClient blob;
    private final StagedFile target;
    /** Numbers of lines whose fate is not told yet. */
    private final Deque<Long> open = new ArrayDeque<>();

    private final LongStream.Builder gaps = LongStream.builder();
    private long last;
    private long kept;
    private long changed;
    private long leftOut;

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

    /** The file that was written, and what it is to the copied one. */
    record Written(ManifestFile file, AlteredFiles.Altered altered) {}

    /**
     * Reads the copied file to its end, and writes the other one, unless the same is there from before a crash.
     *
     * @return nothing when no line was changed: then there is no other file
     */
    Optional<Written> write(LineChange change) throws IOException {
        long read = 0;
        try (LineReader lines = open()) {
            while (lines.next()) {
                open.add(lines.line().number());
                change.next(lines.line(), this);
                if (++read % LINES_PER_BEAT == 0) {
                    heartbeat.beat();
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        change.end(this);
        return isBegun() ? Optional.of(commit()) : Optional.empty();
    }

    @Override
    public void stays(Line line) {
        told();
        keep(line.buffer(), line.start(), line.length());
    }

    @Override
    public void stays(byte[] line) {
        told();
        keep(line, 0, line.length);
    }

    @Override
    public void becomes(byte[] other) {
        told();
        begin();
        changed++;
        target.line(other, 0, other.length);
    }

    @Override
    public void isLeftOut() {
        long number = told();
        begin();
        leftOut++;
        gaps.add(number);
    }

    private Written commit() {
        CopiedFile written = target.commit();
        URI url = URI.create(blob.getBlobUrl());
        return new Written(
                new ManifestFile(
                        copied.type(), url, written.bytes(), written.lines(), written.etag(), written.digest()),
                new AlteredFiles.Altered(
                        url.toString(),
                        copied.url().toString(),
                        copied.type(),
                        copied.digest(),
                        written.digest(),
                        changed,
                        leftOut,
                        gaps.build().toArray()));
    }

    /** The number of the line whose fate is told; blank lines above it are gaps, because none is written. */
    private long told() {
        long number = open.remove();
        for (long blank = last + 1; blank < number; blank++) {
            gaps.add(blank);
        }
        last = number;
        return number;
    }

    private void keep(byte[] buffer, int start, int length) {
        if (isBegun()) {
            target.line(buffer, start, length);
        } else {
            kept++;
        }
    }

    private boolean isBegun() {
        return changed + leftOut > 0;
    }

    /** Writes everything above the first line that is changed. */
    private void begin() {
        if (isBegun()) {
            return;
        }
        try (LineReader lines = open()) {
            for (long i = 0; i < kept && lines.next(); i++) {
                target.line(
                        lines.line().buffer(),
                        lines.line().start(),
                        lines.line().length());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A copied file could not be read again", e);
        }
    }

    private LineReader open() {
        return new LineReader(importStorage.blob(copied.url()).openInputStream(), settings.maxLineBytes());
    }
}
