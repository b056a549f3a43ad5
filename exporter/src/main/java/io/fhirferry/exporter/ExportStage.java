package io.fhirferry.exporter;

import static io.fhirferry.exporter.ExportLog.LOG;

import io.fhirferry.common.fhir.ExportClient;
import io.fhirferry.common.fhir.ExportManifest;
import io.fhirferry.common.fhir.ExportPoll;
import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.stage.Job;
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
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Drives the source's {@code $export} for a window: stores the intent, kicks off, looks at the job until it is done, and
 * has its files listed in a manifest. Between two looks nothing waits but the message.
 */
public final class ExportStage implements Stage {

    private static final String ASKED = "asked";
    private static final int TOO_LARGE = 413;

    private final ExportClient source;
    private final ExportSettings settings;
    private final ExportedFiles files;
    private final JobStore jobs;
    private final ReportStore reports;
    private final JobPace pace;
    private final Clock clock;

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
        this.jobs = jobs;
        this.reports = reports;
        this.pace = pace;
        this.clock = clock;
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
        return jobs.find(work.row().id(), name(), work.attempt())
                .map(job -> goOn(work, job))
                .orElseGet(() -> start(work));
    }

    @Override
    public Joined join(WindowRow row, List<String> results) {
        WindowState.Exporting exporting = (WindowState.Exporting) row.state();
        return new Joined.Next(exporting.exported(results.getFirst()), Account.EMPTY);
    }

    private WorkResult goOn(Work work, Job job) {
        return switch (job.status()) {
            case INTENDED -> orphaned(work, job);
            case RUNNING, DONE -> look(work, job);
            case FAILED, CANCELLED -> new WorkResult.Fail("the export of this attempt has failed before", true);
        };
    }

    private WorkResult start(Work work) {
        Job job = jobs.intend(work.row().id(), name(), work.attempt(), settings.container());
        URI url;
        try {
            url = source.kickOff(settings.request(work.row().window()));
        } catch (FhirException e) {
            return notStarted(work, job, e);
        }
        Job running = job.runningAt(url.toString());
        jobs.update(running);
        LOG.accepted(work.row().id(), work.attempt());
        return waitFor(running, Duration.ZERO);
    }

    private WorkResult notStarted(Work work, Job job, FhirException failure) {
        if (failure.reason() == FhirException.Reason.REFUSED) {
            jobs.update(job.as(Job.Status.FAILED));
            keep(work, failure.rawOutcome());
            return failure.status() == TOO_LARGE
                    ? new WorkResult.TooLarge(failure.getMessage())
                    : new WorkResult.Fail(failure.getMessage(), failure.retryable());
        }
        LOG.orphan(work.row().id(), work.attempt(), job.name());
        return new WorkResult.Fail(failure.getMessage(), failure.retryable());
    }

    /** The intent is stored but no URL: we died in between, and the source may or may not be exporting for nobody. */
    private WorkResult orphaned(Work work, Job job) {
        LOG.orphan(work.row().id(), work.attempt(), job.name());
        return new WorkResult.Fail("the service ended between asking for an export and hearing the answer", true);
    }

    private WorkResult look(Work work, Job job) {
        URI url = URI.create(job.url());
        return switch (source.poll(url)) {
            case ExportPoll.Running running when pace.isOverdue(job, clock.instant()) -> overdue(job, url);
            case ExportPoll.Running running -> waitFor(job, running.retryAfter().delay());
            case ExportPoll.Done(ExportManifest manifest) -> {
                jobs.update(job.as(Job.Status.DONE));
                yield files.list(work, manifest);
            }
            case ExportPoll.Failed failed
            when failed.transientFailure() && !pace.isOverdue(job, clock.instant()) ->
                waitFor(job, failed.retryAfter().delay());
            case ExportPoll.Failed failed -> failed(work, job, failed);
            case ExportPoll.Gone gone -> {
                jobs.update(job.as(Job.Status.FAILED));
                yield new WorkResult.Fail("the source does not know the export any more (404)", true);
            }
        };
    }

    private WorkResult overdue(Job job, URI url) {
        source.cancel(url);
        jobs.update(job.as(Job.Status.CANCELLED));
        return new WorkResult.TooLarge(
                "the export was not done within " + pace.timeout() + " (ferry.export.timeout) and was cancelled");
    }

    private WorkResult failed(Work work, Job job, ExportPoll.Failed failed) {
        jobs.update(job.as(Job.Status.FAILED));
        keep(work, failed.outcome());
        String reason = "the export failed: " + failed;
        return failed.tooLarge() ? new WorkResult.TooLarge(reason) : new WorkResult.Fail(reason, true);
    }

    private WorkResult waitFor(Job job, Duration asked) {
        Instant now = clock.instant();
        return new WorkResult.Wait(pace.next(job, asked, now), ASKED);
    }

    private void keep(Work work, byte[] outcome) {
        if (outcome.length > 0) {
            reports.writeRaw("outcomes/%s/export-%s.json".formatted(work.row().id(), work.attempt()), outcome);
        }
    }
}
