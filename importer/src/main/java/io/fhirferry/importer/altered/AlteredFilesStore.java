package io.fhirferry.importer.altered;

import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.WindowRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the altered files of an attempt at a window, then the list of them, then the manifest that a mode is shown. What a
 * crash leaves unfinished is done again; what is listed is not.
 */
final class AlteredFilesStore {

    private final Alteration alteration;
    private final ManifestStore manifests;
    private final ReportStore reports;
    private final StorageAccount importStorage;
    private final AlterationSettings settings;

    AlteredFilesStore(
            Alteration alteration,
            ManifestStore manifests,
            ReportStore reports,
            StorageAccount importStorage,
            AlterationSettings settings) {
        this.alteration = alteration;
        this.manifests = manifests;
        this.reports = reports;
        this.importStorage = importStorage;
        this.settings = settings;
    }

    /** The name of the manifest that lists the files as they are imported. */
    String manifest(WindowRow row) {
        return manifests.name(row.id(), alteration.name(), attempt(row));
    }

    /** Writes them, unless that was done. */
    void write(WindowRow row, Manifest manifest, Heartbeat heartbeat) throws IOException {
        Optional<AlteredFiles> known = reports.read(document(row), AlteredFiles.class);
        AlteredFiles files = known.isPresent() ? known.get() : alter(row, manifest, heartbeat);
        manifests.write(
                new Manifest(row.id().value(), alteration.name(), attempt(row), manifest.least(), files.files()));
    }

    private AlteredFiles alter(WindowRow row, Manifest manifest, Heartbeat heartbeat) throws IOException {
        Alteration.Changes changes = alteration.look(row, manifest, heartbeat);
        List<ManifestFile> all = new ArrayList<>();
        List<AlteredFiles.Altered> altered = new ArrayList<>();
        for (int i = 0; i < manifest.files().size(); i++) {
            ManifestFile copied = manifest.files().get(i);
            Optional<Alteration.LineChange> change = changes.in(i);
            if (change.isEmpty()) {
                all.add(copied);
                continue;
            }
            AlteredFile file = new AlteredFile(importStorage, settings, copied, name(row, i, copied), heartbeat);
            Optional<ManifestFile> written = file.write(change.get());
            all.add(written.orElse(copied));
            written.ifPresent(other -> altered.add(
                    new AlteredFiles.Altered(other.url().toString(), copied.digest(), other.digest(), file.changed())));
        }
        AlteredFiles files = new AlteredFiles(all, altered);
        alteration.written(row, files);
        reports.write(document(row), files);
        return files;
    }

    private String name(WindowRow row, int file, ManifestFile copied) {
        return "%s/%s/%s/%s-%d-%s.ndjson"
                .formatted(settings.migration(), row.id(), attempt(row), alteration.name(), file, copied.type());
    }

    private String document(WindowRow row) {
        return "altered/%s/%s-%s.json".formatted(row.id(), attempt(row), alteration.name());
    }

    private static String attempt(WindowRow row) {
        return Integer.toString(row.attempt());
    }
}
