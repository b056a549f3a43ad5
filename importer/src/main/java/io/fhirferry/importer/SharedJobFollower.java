package io.fhirferry.importer;

import static io.fhirferry.importer.ImportLog.LOG;

import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.fhir.ImportClient;
import io.fhirferry.common.fhir.ImportPayload;
import io.fhirferry.common.fhir.ImportPoll;
import io.fhirferry.common.fhir.ImportResult;
import io.fhirferry.common.fhir.ImportSubmission;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Job;
import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.JobPart;
import io.fhirferry.common.stage.SharedJob;
import io.fhirferry.common.stage.SharedJobStore;
import io.fhirferry.common.stage.SharedJobStore.Change;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.importer.JobFailure.Blame;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes a shared job its next step: sends its payload, or asks how it is doing. Only one replica does so at a time: the
 * one that wrote down when the job is looked at next.
 */
final class SharedJobFollower {

    private final ImportClient destination;
    private final SharedJobStore store;
    private final Precondition precondition;
    private final ReportStore reports;
    private final JobPace pace;
    private final Duration startAgain;
    private final Clock clock;

    /**
     * Creates a follower.
     *
     * @param precondition asked before each payload is sent
     * @param startAgain how long after a payload was sent, and nobody wrote down an answer, it is sent again
     */
    SharedJobFollower(
            ImportClient destination,
            SharedJobStore store,
            Precondition precondition,
            ReportStore reports,
            JobPace pace,
            Duration startAgain,
            Clock clock) {
        this.destination = destination;
        this.store = store;
        this.precondition = precondition;
        this.reports = reports;
        this.pace = pace;
        this.startAgain = startAgain;
        this.clock = clock;
    }

    /**
     * Does the next step of a job, if it is due.
     *
     * @param heartbeat of the slice at whose hand this is done
     * @return when the job is due again; now when it has come to an end
     * @throws RuntimeException when that slice was taken over; a job that was to be started then is left to others
     */
    Instant follow(SharedJob job, Heartbeat heartbeat) {
        Instant now = clock.instant();
        if (job.lookAt().isAfter(now)) {
            return job.lookAt();
        }
        Instant next = job.status() == Job.Status.INTENDED ? now.plus(startAgain) : next(job, Duration.ZERO);
        Optional<SharedJob> ours = store.update(job.lookedAt(next));
        if (ours.isEmpty()) {
            return next(job, Duration.ZERO);
        }
        try {
            return job.status() == Job.Status.INTENDED ? submit(ours.get(), heartbeat) : poll(ours.get());
        } catch (FhirException e) {
            return troubled(ours.get(), e);
        }
    }

    private Instant submit(SharedJob job, Heartbeat heartbeat) {
        confirm(job, heartbeat);
        Optional<String> objection = precondition.objection();
        if (objection.isPresent()) {
            return failed(job, new byte[0], new JobFailure(Blame.SETTINGS, objection.get(), false));
        }
        ImportPayload payload = ImportPayload.of(reports.container()
                .getBlobClient(job.payload())
                .downloadContent()
                .toBytes());
        return switch (destination.submit(payload)) {
            case ImportSubmission.Accepted(URI url) -> accepted(job, url);
            case ImportSubmission.Refused refused
            when refused.refusal().retryable() && !isOverdue(job) ->
                put(job, next(job, refused.retryAfter().delay()));
            case ImportSubmission.Refused refused ->
                failed(
                        job,
                        refused.outcome(),
                        new JobFailure(
                                blame(refused.refusal()),
                                refused.explanation(),
                                refused.refusal().retryable()));
        };
    }

    /**
     * Whoever stops the migration moves the windows first and looks for jobs then; the job is in its slot, and we look at
     * the window now. So one of us sees the other. Should only this one window be wanted elsewhere, others start the job.
     */
    private void confirm(SharedJob job, Heartbeat heartbeat) {
        try {
            heartbeat.confirm();
        } catch (RuntimeException e) {
            store.update(job.lookedAt(clock.instant()));
            throw e;
        }
    }

    private Instant accepted(SharedJob job, URI url) {
        SharedJob running = job.runningAt(url.toString());
        Instant next = next(running, Duration.ZERO);
        if (store.update(running.lookedAt(next)).isPresent()) {
            LOG.accepted(job.id(), job.members().size(), job.files());
            return next;
        }
        // The migration was stopped while the destination answered: nobody wants this job.
        if (store.find(job.id()).filter(SharedJob::isOpen).isEmpty()) {
            destination.cancel(url);
        }
        return clock.instant();
    }

    private Instant poll(SharedJob job) {
        URI url = URI.create(job.url());
        return switch (destination.poll(url)) {
            case ImportPoll.Running running
            when isOverdue(job) -> {
                destination.cancel(url);
                yield failed(job, new byte[0], overdue());
            }
            case ImportPoll.Running running -> {
                running.partial().forEach(partial -> LOG.running(job.id(), loaded(partial)));
                Duration asked = running.retryAfter().delay();
                yield asked.isZero() ? job.lookAt() : put(job, next(job, asked));
            }
            case ImportPoll.Done done -> {
                String result = reports.writeRaw("jobs/%s/result.json".formatted(job.id()), done.outcome());
                if (store.end(job.done(result), List.of())) {
                    LOG.done(job.id());
                }
                yield clock.instant();
            }
            case ImportPoll.Failed failed
            when failed.transientFailure() && !isOverdue(job) ->
                put(job, next(job, failed.retryAfter().delay()));
            case ImportPoll.Failed failed ->
                failed(
                        job,
                        failed.outcome(),
                        new JobFailure(
                                failed.status() < 500 ? Blame.FILES : Blame.SERVER,
                                "the import failed: " + failed,
                                true));
            case ImportPoll.Cancelled cancelled ->
                failed(
                        job,
                        new byte[0],
                        new JobFailure(Blame.SERVER, "the import was cancelled at the destination", true));
            case ImportPoll.Gone gone ->
                failed(
                        job,
                        new byte[0],
                        new JobFailure(Blame.SERVER, "the destination does not know the import any more (404)", true));
        };
    }

    /** Not the job is in trouble, but the way to it: ask again, for as long as a job may take. */
    private Instant troubled(SharedJob job, FhirException e) {
        if (e.retryable() && !isOverdue(job)) {
            LOG.unreachable(job.id(), e.getMessage());
            return put(job, next(job, e.retryAfter().delay()));
        }
        return failed(job, e.rawOutcome(), new JobFailure(Blame.SETTINGS, e.getMessage(), e.retryable()));
    }

    private Instant failed(SharedJob job, byte[] outcome, JobFailure failure) {
        if (outcome.length > 0) {
            reports.writeRaw("jobs/%s/outcome.json".formatted(job.id()), outcome);
        }
        List<JobPart> parts = store.members(job);
        List<Change> changes = failure.changes(job.id(), parts);
        if (store.end(job.ended(Job.Status.FAILED), changes)) {
            LOG.failed(job.id(), parts.size(), failure.reason());
        }
        return clock.instant();
    }

    private JobFailure overdue() {
        return new JobFailure(
                Blame.SERVER,
                "the import was not done within " + pace.timeout() + " (ferry.import.timeout) and was cancelled",
                true);
    }

    private Instant put(SharedJob job, Instant next) {
        store.update(job.lookedAt(next));
        return next;
    }

    private boolean isOverdue(SharedJob job) {
        return pace.isOverdue(job.createdAt(), clock.instant());
    }

    private Instant next(SharedJob job, Duration asked) {
        return pace.next(job.createdAt(), asked, clock.instant());
    }

    private static Blame blame(ImportSubmission.Refusal refusal) {
        return switch (refusal) {
            case TOO_LARGE, BAD_REQUEST -> Blame.FILES;
            case LATER -> Blame.SERVER;
            case LOCKED, FORBIDDEN, NO_IMPORT, OTHER -> Blame.SETTINGS;
        };
    }

    private static long loaded(ImportResult partial) {
        return partial.outputs().stream().mapToLong(ImportResult.Loaded::count).sum();
    }
}
