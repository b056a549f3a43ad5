package io.fhirferry.importer.reference;

import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.References;
import io.fhirferry.common.stage.Admission;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.AlterationStore;
import io.fhirferry.common.staging.Alterations;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.importer.Altering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows an import stage files whose references to the source's own server are relative. What it writes takes the place of
 * the copied files from then on, so the destination is compared with exactly what it was sent; the report counts the lines.
 */
public final class RelativeStage implements Stage {

    private static final String RELATIVE = "relative";

    private final Stage mode;
    private final String migration;
    private final ManifestStore manifests;
    private final ReportStore reports;
    private final References references;
    private final Altering altering;

    /**
     * The stage around that of a mode.
     *
     * @param mode takes the files that the manifest of a window's state lists
     * @param migration its id
     * @param references knows the source
     */
    public RelativeStage(
            Stage mode,
            String migration,
            ManifestStore manifests,
            ReportStore reports,
            References references,
            Altering altering) {
        this.mode = mode;
        this.migration = migration;
        this.manifests = manifests;
        this.reports = reports;
        this.references = references;
        this.altering = altering;
    }

    @Override
    public StageName name() {
        return mode.name();
    }

    @Override
    public Admission admits(WindowRow row) {
        return mode.admits(row);
    }

    @Override
    public List<Slice> plan(WindowRow row) {
        return plan(row, Heartbeat.NONE);
    }

    @Override
    public List<Slice> plan(WindowRow row, Heartbeat heartbeat) {
        Manifest manifest = manifest(row);
        if (!isForLines(manifest)
                && !reports.container()
                        .getBlobClient(reports.path(document(row)))
                        .exists()) {
            try {
                alter(row, manifest, heartbeat);
            } catch (IOException e) {
                throw new UncheckedIOException("The staged files could not be read for their references", e);
            }
        }
        return mode.plan(shown(row), heartbeat);
    }

    @Override
    public WorkResult work(Work work) {
        return mode.work(new Work(shown(work.row()), work.slice(), work.attempt(), work.progress(), work.heartbeat()));
    }

    @Override
    public Joined join(WindowRow row, List<String> results) {
        return mode.join(shown(row), results);
    }

    @Override
    public Joined join(WindowRow row, List<String> results, Heartbeat heartbeat) {
        return mode.join(shown(row), results, heartbeat);
    }

    private void alter(WindowRow row, Manifest manifest, Heartbeat heartbeat) throws IOException {
        String attempt = Integer.toString(row.attempt());
        List<ManifestFile> files = new ArrayList<>();
        List<Alterations.Altered> altered = new ArrayList<>();
        long lines = 0;
        for (int i = 0; i < manifest.files().size(); i++) {
            ManifestFile file = manifest.files().get(i);
            if (!altering.changes(file, this::relative, heartbeat)) {
                files.add(file);
                continue;
            }
            String name = "%s/%s/%s/relative-%d-%s.ndjson".formatted(migration, row.id(), attempt, i, file.type());
            Altering.Altered written = altering.write(file, name, this::relative, heartbeat);
            files.add(written.file());
            lines += written.lines();
            altered.add(new Alterations.Altered(
                    written.file().url().toString(),
                    file.digest(),
                    written.file().digest()));
        }
        if (!altered.isEmpty()) {
            new AlterationStore(reports)
                    .write(
                            row.id(),
                            attempt,
                            new Alterations(row.id().value(), Alterations.How.RELATIVE, lines, altered, ""));
        }
        manifests.write(new Manifest(row.id().value(), RELATIVE, attempt, manifest.least(), files));
        reports.write(document(row), Map.of("files", altered.size(), "lines", lines));
    }

    private Optional<byte[]> relative(Line line) {
        return references.relative(line.buffer(), line.start(), line.length());
    }

    /** The window as the mode sees it. */
    private WindowRow shown(WindowRow row) {
        if (isForLines(manifest(row))) {
            return row;
        }
        String relative = manifests.name(row.id(), RELATIVE, Integer.toString(row.attempt()));
        return row.shownAs(new WindowState.Importing(relative), row.account());
    }

    private Manifest manifest(WindowRow row) {
        return manifests.read(WindowState.Importing.of(row).manifest());
    }

    /** Lines that are driven again by themselves come from files that were written here. */
    private static boolean isForLines(Manifest manifest) {
        return manifest.stage().equals("lines");
    }

    private static String document(WindowRow row) {
        return "relative/%s/%d.json".formatted(row.id(), row.attempt());
    }
}
