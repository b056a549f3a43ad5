package io.fhirferry.importer.instant;

import static io.fhirferry.importer.instant.InstantLog.LOG;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fhirferry.common.ndjson.LastUpdatedSplice;
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
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.importer.Altering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at the dates of a window's versions before an import stage does, and shows it files with moved dates where that is
 * wanted. Racing writers at a source leave versions with equal or inverted dates behind, which an {@code $import} refuses.
 */
public final class InstantStage implements Stage {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NUDGED = "nudged";

    private final Stage mode;
    private final ManifestStore manifests;
    private final ReportStore reports;
    private final InstantScan scan;
    private final Altering altering;
    private final InstantSettings settings;

    private InstantStage(
            Stage mode,
            ManifestStore manifests,
            ReportStore reports,
            InstantScan scan,
            Altering altering,
            InstantSettings settings) {
        this.mode = mode;
        this.manifests = manifests;
        this.reports = reports;
        this.scan = scan;
        this.altering = altering;
        this.settings = settings;
    }

    /**
     * The stage around that of a mode.
     *
     * @param mode takes the files that the manifest of a window's state lists, and keeps their dates and versions
     */
    public static Stage around(
            Stage mode,
            ManifestStore manifests,
            ReportStore reports,
            StorageAccount importStorage,
            InstantSettings settings) {
        return settings.policy() == InstantSettings.Policy.OFF
                ? mode
                : new InstantStage(
                        mode,
                        manifests,
                        reports,
                        new InstantScan(
                                new VersionReader(importStorage, settings.maxLineBytes()), InstantScan.DEFAULT_LIMIT),
                        new Altering(importStorage, settings.blockBytes(), settings.maxLineBytes()),
                        settings);
    }

    @Override
    public StageName name() {
        return mode.name();
    }

    @Override
    public List<Slice> plan(WindowRow row) {
        return plan(row, Heartbeat.NONE);
    }

    @Override
    public List<Slice> plan(WindowRow row, Heartbeat heartbeat) {
        Manifest manifest = manifests.read(WindowState.Importing.of(row).manifest());
        if (isForLines(manifest)) {
            return mode.plan(row, heartbeat);
        }
        if (!isNudged(row)) {
            try {
                look(row, manifest, heartbeat);
            } catch (IOException e) {
                throw new UncheckedIOException("The staged files could not be read for their dates", e);
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

    private void look(WindowRow row, Manifest manifest, Heartbeat heartbeat) throws IOException {
        long till = row.window().till().toEpochMilli();
        List<Contradiction> found = scan.scan(manifest.files(), till, heartbeat);
        String list = found.isEmpty() ? "" : list(row, manifest, found);
        if (settings.policy() == InstantSettings.Policy.NUDGE) {
            nudge(row, manifest, found, list, heartbeat);
            reports.write(document(row), Map.of("contradictions", found.size(), "listedIn", list));
        } else if (!found.isEmpty()) {
            LOG.found(row.id(), found.size(), list);
        }
    }

    private void nudge(WindowRow row, Manifest manifest, List<Contradiction> found, String list, Heartbeat heartbeat)
            throws IOException {
        Map<Integer, Map<Long, Long>> dates = new HashMap<>();
        found.stream().filter(Contradiction::canBeNudged).forEach(each -> dates.computeIfAbsent(
                        each.version().file(), file -> new HashMap<>())
                .put(each.version().line(), each.millis()));
        List<ManifestFile> files = new ArrayList<>();
        List<Alterations.Altered> altered = new ArrayList<>();
        long lines = 0;
        for (int i = 0; i < manifest.files().size(); i++) {
            ManifestFile file = manifest.files().get(i);
            if (!dates.containsKey(i)) {
                files.add(file);
                continue;
            }
            String name = "%s/%s/%d/nudged-%d-%s.ndjson"
                    .formatted(settings.migration(), row.id(), row.attempt(), i, file.type());
            Map<Long, Long> moved = dates.get(i);
            Altering.Altered nudged = altering.write(
                    file,
                    name,
                    line -> Optional.ofNullable(moved.get(line.number()))
                            .flatMap(millis -> LastUpdatedSplice.at(line, Instant.ofEpochMilli(millis))),
                    heartbeat);
            files.add(nudged.file());
            lines += nudged.lines();
            altered.add(new Alterations.Altered(
                    nudged.file().url().toString(), file.digest(), nudged.file().digest()));
        }
        String attempt = Integer.toString(row.attempt());
        if (!altered.isEmpty()) {
            new AlterationStore(reports)
                    .write(
                            row.id(),
                            attempt,
                            new Alterations(row.id().value(), Alterations.How.NUDGED, lines, altered, list));
            LOG.nudged(row.id(), found.size(), lines, list);
        }
        manifests.write(new Manifest(row.id().value(), NUDGED, attempt, manifest.least(), files));
    }

    private String list(WindowRow row, Manifest manifest, List<Contradiction> found) {
        StringBuilder text = new StringBuilder();
        for (Contradiction each : found) {
            boolean moved = settings.policy() == InstantSettings.Policy.NUDGE && each.canBeNudged();
            ListedContradiction listed = new ListedContradiction(
                    manifest.files().get(each.version().file()).url().toString(),
                    each.version().line(),
                    Long.toString(each.version().version()),
                    Instant.ofEpochMilli(each.version().millis()).toString(),
                    Instant.ofEpochMilli(moved ? each.millis() : each.version().millis())
                            .toString());
            try {
                text.append(JSON.writeValueAsString(listed)).append('\n');
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A place in a file can always be written as JSON", e);
            }
        }
        return reports.writeRaw(
                "same-instants/%s/%d.ndjson".formatted(row.id(), row.attempt()),
                text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The window as the mode sees it. */
    private WindowRow shown(WindowRow row) {
        if (settings.policy() != InstantSettings.Policy.NUDGE
                || isForLines(manifests.read(WindowState.Importing.of(row).manifest()))) {
            return row;
        }
        String nudged = manifests.name(row.id(), NUDGED, Integer.toString(row.attempt()));
        return row.shownAs(new WindowState.Importing(nudged), row.account());
    }

    /** Lines that are driven again by themselves were looked at with their whole window. */
    private static boolean isForLines(Manifest manifest) {
        return manifest.stage().equals("lines");
    }

    /** Whether the files are written already that the mode is to see; looking again at dates alone changes nothing. */
    private boolean isNudged(WindowRow row) {
        return settings.policy() == InstantSettings.Policy.NUDGE
                && reports.container()
                        .getBlobClient(reports.path(document(row)))
                        .exists();
    }

    private static String document(WindowRow row) {
        return "same-instants/%s/%d.json".formatted(row.id(), row.attempt());
    }
}
