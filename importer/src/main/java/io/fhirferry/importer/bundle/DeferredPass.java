package io.fhirferry.importer.bundle;

import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.RejectionClass;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.importer.Quarantine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tries deferred lines once more, and writes down what is left. For one use. */
final class DeferredPass {

    private static final int MOST_TOGETHER = 5_000;

    private final StorageAccount importStorage;
    private final BundleSettings settings;
    private final Map<String, ManifestFile> files;
    private final Sending sending;
    private final Quarantine left;
    private final RefusalWords words;
    private final Map<String, Long> arrived = new TreeMap<>();
    private final List<QuarantineEntry> together = new ArrayList<>();
    private final Map<String, Long> missing = new TreeMap<>();

    /** Begins to send bundles of lines of a file, whose outcome is told. */
    @FunctionalInterface
    interface Sending {
        Dispatch to(ManifestFile file, Outcomes outcomes);
    }

    /**
     * A pass.
     *
     * @param files of the window by their URLs
     * @param left takes the lines that are still refused, for whatever reason
     * @param words takes what the destination says of them
     */
    DeferredPass(
            StorageAccount importStorage,
            BundleSettings settings,
            Map<String, ManifestFile> files,
            Sending sending,
            Quarantine left,
            RefusalWords words) {
        this.importStorage = importStorage;
        this.settings = settings;
        this.files = files;
        this.sending = sending;
        this.left = left;
        this.words = words;
    }

    /** Takes the next line; one that was refused for another reason meanwhile is not tried again. */
    void take(QuarantineEntry entry) throws IOException, InterruptedException {
        if (entry.rejection() != RejectionClass.MISSING_REFERENCE) {
            left.add(entry);
            return;
        }
        boolean other = !together.isEmpty() && !together.getFirst().file().equals(entry.file());
        if (other || together.size() == MOST_TOGETHER) {
            send();
        }
        together.add(entry);
    }

    /** Sends what is still to be sent. */
    void finish() throws IOException, InterruptedException {
        send();
        words.commit();
    }

    /** Lines that have arrived, by the type of their file. */
    Map<String, Long> arrived() {
        return arrived;
    }

    /** Lines whose references are still missing, by the type of their file. */
    Map<String, Long> missing() {
        return missing;
    }

    private void send() throws IOException, InterruptedException {
        if (together.isEmpty()) {
            return;
        }
        ManifestFile file = files.get(together.getFirst().file());
        Told told = new Told(new QuarantineEntry.Origin(
                together.getFirst().window(), together.getFirst().file(), file.type()));
        BundleWriter writer = new BundleWriter(settings.kind(), settings.mostEntries(), settings.mostBytes());
        try (StagedLines lines = new StagedLines(importStorage, file.url(), settings.maxLineBytes());
                Dispatch dispatch = sending.to(file, told)) {
            for (QuarantineEntry entry : together) {
                Line line = lines.at(entry.offset());
                if (!(ResourceHeader.read(line) instanceof HeaderResult.Read(ResourceHeader header))) {
                    throw new IOException("A deferred line is no resource any more");
                }
                if (!writer.takes(line, header)) {
                    dispatch.send(writer.build());
                }
                writer.add(line, header, entry.line());
            }
            if (writer.count() > 0) {
                dispatch.send(writer.build());
            }
            dispatch.finish();
        }
        together.clear();
    }

    private final class Told implements Outcomes {

        private final QuarantineEntry.Origin origin;

        Told(QuarantineEntry.Origin origin) {
            this.origin = origin;
        }

        @Override
        public void arrived(int lines) {
            synchronized (left) {
                if (lines > 0) {
                    arrived.merge(origin.type(), (long) lines, Long::sum);
                }
            }
        }

        @Override
        public void rejected(Bundle bundle, int entry, Refusal refusal) {
            synchronized (left) {
                left.add(RefusedLine.of(
                        origin, bundle, entry, bundle.entry(entry).number(), refusal, words.keep(refusal)));
            }
        }

        @Override
        public void deferred(Bundle bundle, int entry, Refusal refusal) {
            synchronized (left) {
                missing.merge(origin.type(), 1L, Long::sum);
                left.add(RefusedLine.of(
                        origin, bundle, entry, bundle.entry(entry).number(), refusal, words.keep(refusal)));
            }
        }
    }
}
