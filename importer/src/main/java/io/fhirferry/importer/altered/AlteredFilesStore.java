package io.fhirferry.importer.altered;

import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.QuarantineStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.importer.Quarantine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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

    /** What was written. */
    AlteredFiles written(WindowRow row) {
        return reports.read(document(row), AlteredFiles.class)
                .orElseThrow(() -> new IllegalStateException("The list of the altered files is not in the protected"
                        + " container any more; drive the window again from import"));
    }

    /** Writes them, unless that was done. */
    void write(WindowRow row, Manifest manifest, Heartbeat heartbeat) throws IOException {
        Optional<AlteredFiles> known = reports.read(document(row), AlteredFiles.class);
        AlteredFiles files = known.isPresent() ? known.get() : alter(row, manifest, heartbeat);
        manifests.write(
                new Manifest(row.id().value(), alteration.name(), attempt(row), manifest.least(), files.files()));
    }

    /** Gives what is in quarantine the places that its lines have in the copied files. May be repeated. */
    void quarantineAsCopied(WindowRow row, AlteredFiles files, Heartbeat heartbeat) throws IOException {
        if (files.altered().isEmpty()) {
            return;
        }
        QuarantineStore quarantine = new QuarantineStore(reports);
        for (String blob : quarantine.blobs(row.id())) {
            Quarantine target = Quarantine.at(reports, blob);
            quarantine.forEach(List.of(blob), entry -> {
                heartbeat.beat();
                target.add(files.inCopied(entry));
            });
            target.commit();
        }
    }

    private AlteredFiles alter(WindowRow row, Manifest manifest, Heartbeat heartbeat) throws IOException {
        Alteration.Changes changes = alteration.look(row, manifest, heartbeat);
        String run = run();
        List<ManifestFile> all = new ArrayList<>();
        List<AlteredFiles.Altered> altered = new ArrayList<>();
        for (int i = 0; i < manifest.files().size(); i++) {
            ManifestFile copied = manifest.files().get(i);
            Optional<LineChange> change = changes.in(i);
            if (change.isEmpty()) {
                all.add(copied);
                continue;
            }
            String name = name(row, run + "-" + i + "-" + copied.type());
            Optional<AlteredFile.Written> written =
                    new AlteredFile(importStorage, settings, copied, name, heartbeat).write(change.get());
            all.add(written.map(AlteredFile.Written::file).orElse(copied));
            written.map(AlteredFile.Written::altered).ifPresent(altered::add);
        }
        AlteredFiles files = new AlteredFiles(all, altered);
        alteration.written(row, files);
        // Of two replicas that come to other files, the one that lists them first has written those that count.
        return reports.writeOnce(document(row), files) ? files : written(row);
    }

    private String name(WindowRow row, String file) {
        return "%s/%s/%s/%s%s.ndjson".formatted(settings.migration(), row.id(), attempt(row), alteration.name(), file);
    }

    /** Tells files apart that were written in vain from those that count, where they need not be the same. */
    private String run() {
        return alteration.extent() == Alteration.Extent.LASTS
                ? ""
                : "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private String document(WindowRow row) {
        return "altered/%s/%s-%s.json".formatted(row.id(), attempt(row), alteration.name());
    }

    private static String attempt(WindowRow row) {
        return Integer.toString(row.attempt());
    }
}
