package io.fhirferry.exporter;

import io.fhirferry.common.fhir.ExportClient;
import io.fhirferry.common.fhir.ExportManifest;
import io.fhirferry.common.stage.Followed;
import io.fhirferry.common.stage.JobFollower;
import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Clock;
import java.util.List;

/** Has the source export a window, and the exported files listed in a manifest. */
public final class ExportStage implements Stage {

    private final ExportClient source;
    private final ExportSettings settings;
    private final ExportedFiles files;
    private final ReportStore reports;
    private final JobPace pace;
    private final JobFollower follower;

    /**
     * Creates the stage.
     *
     * @param reports keeps what the source wrote when an export failed
     */
    public ExportStage(
            ExportClient source,
            ExportSettings settings,
            ExportedFiles files,
            JobStore jobs,
            ReportStore reports,
            JobPace pace,
            Clock clock) {
        this.source = source;
        this.settings = settings;
        this.files = files;
        this.reports = reports;
        this.pace = pace;
        this.follower = new JobFollower(StageName.EXPORT, jobs, pace, clock);
    }

    @Override
    public StageName name() {
        return StageName.EXPORT;
    }

    @Override
    public List<Slice> plan(WindowRow row) {
        return List.of(Slice.WHOLE);
    }

    @Override
    public WorkResult work(Work work) {
        SourceExport export = new SourceExport(source, settings, reports, pace.timeout(), work);
        return switch (follower.next(work, settings.container(), export)) {
            case Followed.Done<ExportManifest>(ExportManifest manifest) -> files.list(work, manifest);
            case Followed.NotDone<ExportManifest>(WorkResult result) -> result;
        };
    }

    @Override
    public Joined join(WindowRow row, List<String> results) {
        WindowState.Exporting exporting = (WindowState.Exporting) row.state();
        return new Joined.Next(exporting.exported(results.getFirst()), Account.EMPTY);
    }
}
