package io.fhirferry.importer.hapi;

import io.fhirferry.common.fhir.ImportClient;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.stage.JobFollower;
import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.staging.Capabilities;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowStore;
import io.fhirferry.importer.altered.AlterationSettings;
import io.fhirferry.importer.altered.AlteredFilesStage;
import io.fhirferry.importer.order.CurrentLines;
import io.fhirferry.importer.order.LaterWindows;
import io.fhirferry.importer.order.RepairedFiles;
import io.fhirferry.importer.order.SourceNow;
import java.time.Clock;
import java.time.Duration;

/**
 * Puts the import by HAPI's {@code $import} together.
 *
 * @param settings from the configuration
 * @param source is asked for what is current before something is written out of order
 * @param imports the destination's {@code $import}
 * @param search reads what the destination has
 * @param importStorage where the copied files lie
 * @param manifests lists them
 * @param reports the protected container
 * @param jobs remembers jobs
 * @param windows tells which windows come first
 * @param clock stamps waits
 */
public record HapiImport(
        Settings settings,
        SearchClient source,
        ImportClient imports,
        SearchClient search,
        StorageAccount importStorage,
        ManifestStore manifests,
        ReportStore reports,
        JobStore jobs,
        WindowStore windows,
        Clock clock) {

    /**
     * What can be configured.
     *
     * @param files how files are read and written
     * @param pollInterval longest pause between two looks at a job, and the pause while an earlier window is on its way
     * @param timeout after which a job is given up
     */
    public record Settings(AlterationSettings files, Duration pollInterval, Duration timeout) {}

    /** The stage. */
    public Stage stage() {
        JobPace pace = new JobPace(settings.pollInterval(), settings.timeout());
        Capabilities capabilities = new Capabilities(importStorage, clock);
        Stage mode = new HapiStage(
                manifests,
                new EarlierWindows(windows),
                new JobFollower(StageName.IMPORT, jobs, pace, clock),
                new HapiJobs(imports, capabilities, reports, settings.timeout(), clock),
                new HapiAccounts(
                        importStorage, search, reports, settings.files().maxLineBytes()),
                settings.pollInterval(),
                clock);
        CurrentLines outOfOrder =
                new CurrentLines(new LaterWindows(windows), new SourceNow(source), new RepairedFiles(reports));
        return new AlteredFilesStage(mode, outOfOrder, manifests, reports, importStorage, settings.files());
    }
}
