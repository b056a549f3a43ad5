package io.fhirferry.importer.instant;

import static io.fhirferry.importer.instant.InstantLog.LOG;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fhirferry.common.ndjson.LastUpdatedSplice;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.staging.Alterations;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.importer.altered.Alteration;
import io.fhirferry.importer.altered.AlteredFiles;
import io.fhirferry.importer.altered.AlteredFilesStage;
import io.fhirferry.importer.altered.LineChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at the dates of a window's versions before an import stage does, and moves some where that is wanted. Racing writers
 * at a source leave versions with equal or inverted dates behind, which an {@code $import} refuses.
 */
public final class MovedDates implements Alteration {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ReportStore reports;
    private final InstantScan scan;
    private final InstantSettings.Policy policy;

    private MovedDates(ReportStore reports, InstantScan scan, InstantSettings.Policy policy) {
        this.reports = reports;
        this.scan = scan;
        this.policy = policy;
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
        if (settings.policy() == InstantSettings.Policy.OFF) {
            return mode;
        }
        InstantScan scan = new InstantScan(
                new VersionReader(importStorage, settings.files().maxLineBytes()), InstantScan.DEFAULT_LIMIT);
        MovedDates dates = new MovedDates(reports, scan, settings.policy());
        return new AlteredFilesStage(mode, dates, manifests, reports, importStorage, settings.files());
    }

    @Override
    public String name() {
        return "nudged";
    }

    @Override
    public Extent extent() {
        return nudges() ? Extent.LASTS : Extent.LOOKS;
    }

    /** Lines that are driven again by themselves were looked at with their whole window. */
    @Override
    public boolean concerns(WindowRow row, Manifest manifest) {
        return !manifest.isOfLines();
    }

    @Override
    public Changes look(WindowRow row, Manifest manifest, Heartbeat heartbeat) throws IOException {
        long till = row.window().till().toEpochMilli();
        List<Contradiction> found = scan.scan(manifest.files(), till, heartbeat);
        if (!found.isEmpty()) {
            String list = list(row, manifest, found);
            if (nudges()) {
                LOG.nudging(row.id(), found.size(), list);
            } else {
                LOG.found(row.id(), found.size(), list);
            }
        }
        Map<Integer, Map<Long, Long>> dates = new HashMap<>();
        found.stream().filter(Contradiction::canBeNudged).forEach(each -> dates.computeIfAbsent(
                        each.version().file(), file -> new HashMap<>())
                .put(each.version().line(), each.millis()));
        return file -> Optional.ofNullable(dates.get(file)).map(MovedDates::moves);
    }

    @Override
    public void written(WindowRow row, AlteredFiles files) {
        if (!files.altered().isEmpty()) {
            files.report(reports, row, Alterations.How.NUDGED, reports.path(listName(row)));
            LOG.nudged(row.id(), files.lines());
        }
    }

    private boolean nudges() {
        return policy == InstantSettings.Policy.NUDGE;
    }

    private static LineChange moves(Map<Long, Long> dates) {
        return LineChange.each(line -> Optional.ofNullable(dates.get(line.number()))
                .flatMap(millis -> LastUpdatedSplice.at(line, Instant.ofEpochMilli(millis))));
    }

    private String list(WindowRow row, Manifest manifest, List<Contradiction> found) {
        StringBuilder text = new StringBuilder();
        for (Contradiction each : found) {
            boolean moved = nudges() && each.canBeNudged();
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
        return reports.writeRaw(listName(row), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String listName(WindowRow row) {
        return "same-instants/%s/%d.ndjson".formatted(row.id(), row.attempt());
    }
}
