package io.fhirferry.verifier.tile;

import static io.fhirferry.verifier.VerifyLog.LOG;

import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.stage.Job;
import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.window.StageName;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Has the destination export the window. The intent is stored before the kick-off: after a crash in between there may be
 * an orphan, whose files nobody reads, and never two exports mixed.
 */
final class DestinationExport implements DestinationContent {

    private static final String ASKED = "asked";

    private final DestinationExports exports;
    private final JobStore jobs;
    private final Words words;
    private final String container;
    private final JobPace pace;
    private final ExportedSides sides;
    private final Clock clock;

    /**
     * Exports of the destination.
     *
     * @param words keeps what the destination wrote when an export failed
     * @param container for the files
     */
    DestinationExport(
            DestinationExports exports,
            JobStore jobs,
            Words words,
            String container,
            JobPace pace,
            ExportedSides sides,
            Clock clock) {
        this.exports = exports;
        this.jobs = jobs;
        this.words = words;
        this.container = container;
        this.pace = pace;
        this.sides = sides;
        this.clock = clock;
    }

    /** Keeps what a server wrote, in the protected container. */
    @FunctionalInterface
    interface Words {

        /** Keeps it under a name below the migration's folder. */
        void keep(String name, byte[] written);
    }

    /** Makes a side of exported files. */
    interface ExportedSides {

        /** The right side over these files. */
        Step.Ready of(Work work, List<ExportedFile> files);
    }

    @Override
    public Step next(Work work, StagedContent left) {
        return jobs.find(work.row().id(), StageName.VERIFY, work.attempt())
                .map(job -> goOn(work, job))
                .orElseGet(() -> start(work));
    }

    private Step start(Work work) {
        Job job = jobs.intend(work.row().id(), StageName.VERIFY, work.attempt(), container);
        URI url;
        try {
            url = exports.start(work.row().window(), container);
        } catch (FhirException e) {
            jobs.update(job.as(Job.Status.FAILED));
            keep(work, e.rawOutcome());
            return fail(e.getMessage(), e.retryable());
        }
        Job running = job.runningAt(url.toString());
        jobs.update(running);
        LOG.exportStarted(work.row().id(), work.attempt());
        return waitFor(running, Duration.ZERO);
    }

    private Step goOn(Work work, Job job) {
        return switch (job.status()) {
            case INTENDED -> {
                LOG.orphan(work.row().id(), work.attempt(), job.name());
                yield fail("the service ended between asking for an export and hearing the answer", true);
            }
            case RUNNING, DONE -> look(work, job);
            case FAILED, CANCELLED -> fail("the export of this attempt has failed before", true);
        };
    }

    private Step look(Work work, Job job) {
        return switch (exports.look(URI.create(job.url()))) {
            case DestinationExports.Status.Done(List<ExportedFile> files) -> {
                jobs.update(job.as(Job.Status.DONE));
                yield sides.of(work, files);
            }
            case DestinationExports.Status.Failed(String reason, byte[] written) -> {
                jobs.update(job.as(Job.Status.FAILED));
                keep(work, written);
                yield fail("the destination's export for verification " + reason, true);
            }
            case DestinationExports.Status.Running running
            when pace.isOverdue(job, clock.instant()) -> overdue(work, job);
            case DestinationExports.Status.Running(Duration asked) -> waitFor(job, asked);
        };
    }

    private Step overdue(Work work, Job job) {
        try {
            exports.cancel(URI.create(job.url()));
        } catch (FhirException e) {
            // The export is given up either way; one that goes on at the server writes files that nobody reads.
            LOG.notCancelled(work.row().id(), work.attempt(), e.getMessage());
        }
        jobs.update(job.as(Job.Status.CANCELLED));
        return fail(
                "the destination's export for verification was not done within " + pace.timeout()
                        + " (ferry.verify.timeout) and was cancelled",
                true);
    }

    private Step waitFor(Job job, Duration asked) {
        Instant now = clock.instant();
        return new Step.NotYet(new WorkResult.Wait(pace.next(job, asked, now), ASKED));
    }

    private void keep(Work work, byte[] written) {
        if (written.length > 0) {
            words.keep("outcomes/%s/verify-%s.json".formatted(work.row().id(), work.attempt()), written);
        }
    }

    private static Step fail(String reason, boolean retryable) {
        return new Step.NotYet(new WorkResult.Fail(reason, retryable));
    }
}
