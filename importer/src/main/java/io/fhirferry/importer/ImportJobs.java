package io.fhirferry.importer;

import static io.fhirferry.importer.ImportLog.LOG;

import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.fhir.ImportClient;
import io.fhirferry.common.fhir.ImportPayload;
import io.fhirferry.common.fhir.ImportPoll;
import io.fhirferry.common.fhir.ImportResult;
import io.fhirferry.common.fhir.ImportSubmission;
import io.fhirferry.common.stage.Job;
import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.StageName;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Drives one {@code $import} job, a step at a time: the intent is stored, the payload sent, the job looked at until it is
 * over. Every step may be repeated; the server knows a payload that it was sent before.
 */
final class ImportJobs {

    private static final String ASKED = "asked";

    private final ImportClient destination;
    private final Payloads payloads;
    private final ResultReader reader;
    private final JobStore jobs;
    private final ReportStore reports;
    private final JobPace pace;
    private final Clock clock;

    /**
     * Creates the driver.
     *
     * @param reader takes over when a job is done
     * @param reports keeps what the server wrote when a job failed
     */
    ImportJobs(
            ImportClient destination,
            Payloads payloads,
            ResultReader reader,
            JobStore jobs,
            ReportStore reports,
            JobPace pace,
            Clock clock) {
        this.destination = destination;
        this.payloads = payloads;
        this.reader = reader;
        this.jobs = jobs;
        this.reports = reports;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * Does the next step.
     *
     * @param files the job's inputs
     */
    WorkResult work(Work work, List<ManifestFile> files) {
        ImportPayload payload = payloads.of(work.attempt(), files);
        String attempt = Attempts.ofSlice(work);
        Job job = jobs.find(work.row().id(), StageName.IMPORT, attempt)
                .orElseGet(() -> jobs.intend(work.row().id(), StageName.IMPORT, attempt, payload.sha256())
                        .job());
        if (!job.name().equals(payload.sha256())) {
            return new WorkResult.Fail("the configuration of the import changed while it was being started", true);
        }
        try {
            return switch (job.status()) {
                case INTENDED -> submit(work, job, payload);
                case RUNNING, DONE -> look(work, job, files);
                case FAILED, CANCELLED -> new WorkResult.Fail("the import of this attempt has failed before", true);
            };
        } catch (FhirException e) {
            return troubled(work, job, e);
        }
    }

    private WorkResult submit(Work work, Job job, ImportPayload payload) {
        return switch (destination.submit(payload)) {
            case ImportSubmission.Accepted(URI url) -> {
                Job running = job.runningAt(url.toString());
                jobs.update(running);
                LOG.accepted(work.row().id(), work.attempt());
                yield waitFor(running, Duration.ZERO);
            }
            case ImportSubmission.Refused refused
            when refused.refusal().retryable() && !pace.isOverdue(job, clock.instant()) ->
                waitFor(job, refused.retryAfter().delay());
            case ImportSubmission.Refused refused ->
                failed(
                        work,
                        job,
                        refused.outcome(),
                        refused.explanation(),
                        refused.refusal().retryable());
        };
    }

    private WorkResult look(Work work, Job job, List<ManifestFile> files) {
        URI url = URI.create(job.url());
        return switch (destination.poll(url)) {
            case ImportPoll.Running running when pace.isOverdue(job, clock.instant()) -> overdue(job, url);
            case ImportPoll.Running running -> {
                running.partial().forEach(partial -> LOG.running(work.row().id(), work.attempt(), loaded(partial)));
                yield waitFor(job, running.retryAfter().delay());
            }
            case ImportPoll.Done done -> {
                WorkResult result = reader.read(work, files, done.result());
                jobs.update(job.as(Job.Status.DONE));
                yield result;
            }
            case ImportPoll.Failed failed
            when failed.transientFailure() && !pace.isOverdue(job, clock.instant()) ->
                waitFor(job, failed.retryAfter().delay());
            case ImportPoll.Failed failed -> failed(work, job, failed.outcome(), "the import failed: " + failed, true);
            case ImportPoll.Cancelled cancelled -> ended(job, "the import was cancelled at the destination");
            case ImportPoll.Gone gone -> ended(job, "the destination does not know the import any more (404)");
        };
    }

    /** Not the job is in trouble, but the way to it: ask again, for as long as a job may take. */
    private WorkResult troubled(Work work, Job job, FhirException e) {
        if (e.retryable() && !pace.isOverdue(job, clock.instant())) {
            LOG.unreachable(work.row().id(), work.attempt(), e.getMessage());
            return waitFor(job, e.retryAfter().delay());
        }
        keep(work, e.rawOutcome());
        return new WorkResult.Fail(e.getMessage(), e.retryable());
    }

    private WorkResult overdue(Job job, URI url) {
        destination.cancel(url);
        jobs.update(job.as(Job.Status.CANCELLED));
        return new WorkResult.Fail(
                "the import was not done within " + pace.timeout() + " (ferry.import.timeout) and was cancelled", true);
    }

    private WorkResult ended(Job job, String reason) {
        jobs.update(job.as(Job.Status.CANCELLED));
        return new WorkResult.Fail(reason, true);
    }

    private WorkResult failed(Work work, Job job, byte[] outcome, String reason, boolean retryable) {
        jobs.update(job.as(Job.Status.FAILED));
        keep(work, outcome);
        return new WorkResult.Fail(reason, retryable);
    }

    private WorkResult waitFor(Job job, Duration asked) {
        return new WorkResult.Wait(pace.next(job, asked, clock.instant()), ASKED);
    }

    private void keep(Work work, byte[] outcome) {
        if (outcome.length > 0) {
            reports.writeRaw("outcomes/%s/import-%s.json".formatted(work.row().id(), Attempts.ofSlice(work)), outcome);
        }
    }

    private static long loaded(ImportResult partial) {
        return partial.outputs().stream().mapToLong(ImportResult.Loaded::count).sum();
    }
}
