package io.fhirferry.importer;

import static io.fhirferry.importer.ImportLog.LOG;

import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.util.List;

/**
 * The import stage: the files of a window go into {@code $import} jobs that windows share, into several when it has more
 * files than a job takes, and the SearchParameters apart. A window leaves it only when every copied line is accounted for.
 */
public final class ImportStage implements Stage {

    private final ManifestStore manifests;
    private final ImportJobs jobs;
    private final SearchParameters searchParameters;
    private final ReportStore reports;
    private final int filesPerJob;

    /**
     * Creates the stage.
     *
     * @param filesPerJob most files of one job
     */
    ImportStage(
            ManifestStore manifests,
            ImportJobs jobs,
            SearchParameters searchParameters,
            ReportStore reports,
            int filesPerJob) {
        this.manifests = manifests;
        this.jobs = jobs;
        this.searchParameters = searchParameters;
        this.reports = reports;
        this.filesPerJob = filesPerJob;
    }

    @Override
    public StageName name() {
        return StageName.IMPORT;
    }

    @Override
    public List<Slice> plan(WindowRow row) {
        return ImportSlice.plan(manifests.ofImport(row), filesPerJob);
    }

    @Override
    public WorkResult work(Work work) {
        Manifest manifest = manifests.ofImport(work.row());
        return switch (ImportSlice.parse(work.slice())) {
            case ImportSlice.Job(int from, int to) ->
                jobs.work(
                        work,
                        WindowState.Importing.of(work.row()).manifest(),
                        from,
                        ImportSlice.forJobs(manifest).subList(from, to));
            case ImportSlice.SearchParameters parameters ->
                searchParameters.bring(work, ImportSlice.searchParameters(manifest));
        };
    }

    @Override
    public Joined join(WindowRow row, List<String> results) {
        ImportedWindow imported = new ImportedWindow(
                row.account(), results.stream().map(SliceResult::fromJson).toList());
        String fault = imported.fault();
        if (!fault.isEmpty()) {
            return new Joined.Fail(fault, false);
        }
        Quarantine.keepOnly(reports, row.id(), imported.quarantine());
        Account account = imported.account();
        TypeAccount total = account.total();
        LOG.imported(
                row.id(), total.imported(), total.duplicate(), total.rejected(), total.elsewhere(), total.copied());
        return new Joined.Next(WindowState.Importing.of(row).imported(), account);
    }
}
