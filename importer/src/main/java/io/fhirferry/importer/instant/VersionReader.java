package io.fhirferry.importer.instant;

import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.LineReader;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.StorageAccount;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads the versions in staged files, as far as they have a number and a date. */
final class VersionReader {

    private static final int LINES_PER_BEAT = 1_000;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final StorageAccount importStorage;
    private final int maxLineBytes;

    VersionReader(StorageAccount importStorage, int maxLineBytes) {
        this.importStorage = importStorage;
        this.maxLineBytes = maxLineBytes;
    }

    /** Shows the versions in all files, one after the other; negative numbers are history anyway and are passed over. */
    void forEach(List<ManifestFile> files, Heartbeat heartbeat, Consumer<SeenVersion> reader) throws IOException {
        for (int i = 0; i < files.size(); i++) {
            read(files.get(i), i, heartbeat, reader);
        }
    }

    private void read(ManifestFile file, int index, Heartbeat heartbeat, Consumer<SeenVersion> reader)
            throws IOException {
        long read = 0;
        try (LineReader lines = new LineReader(importStorage.blob(file.url()).openInputStream(), maxLineBytes)) {
            while (lines.next()) {
                if (ResourceHeader.read(lines.line()) instanceof HeaderResult.Read(ResourceHeader header)
                        && header.dated()
                        && NUMBER.matcher(header.versionId()).matches()) {
                    reader.accept(new SeenVersion(
                            hash(header),
                            Long.parseLong(header.versionId()),
                            header.lastUpdatedMillis().toEpochMilli(),
                            index,
                            lines.line().number()));
                }
                if (++read % LINES_PER_BEAT == 0) {
                    heartbeat.beat();
                }
            }
        }
    }

    /** FNV-1a over type and id, with its bits spread. */
    private static long hash(ResourceHeader header) {
        long hash = 0xcbf29ce484222325L;
        String reference = header.reference();
        for (int i = 0; i < reference.length(); i++) {
            hash = (hash ^ reference.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 33;
    }
}
