package io.fhirferry.verifier.tile;

import static io.fhirferry.verifier.VerifyLog.LOG;

import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.stage.Job;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.window.StageName;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Has the destination export the window. The intent is stored before the kick-off: after a crash in between there may be
 * an orphan, whose files nobody reads, and never two exports mixed.
 */
final class DestinationExport implements DestinationContent {

    private final DestinationExports exports;
    private final JobStore jobs;
    private final Settings settings;
    private final ExportedSides sides;
    private final Clock clock;

    DestinationExport(DestinationExports exports, JobStore jobs, Settings settings, ExportedSides sides, Clock clock) {
        this.exports = exports;
        this.jobs = jobs;
        this.settings = settings;
        this.sides = sides;
        this.clock = clock;
    }

    /**
     * How the destination is waited for.
     *
     * @param container for the files
     * @param pollInterval the longest pause between two looks, unless the server asks for a longer one
     * @param timeout after which the export is given up
     */
    record Settings(String container, Duration pollInterval, Duration timeout) {}

    /** Makes a side of exported files. */
    interface ExportedSides {

        /** The right side over these files. */
        Step.Ready of(Work work, List<ExportedFile> files);
    }

    @Override
    public Step next(Work work, StagedContent left) {
        Job job = jobs.intend(work.row().id(), StageName.VERIFY, work.attempt(), settings.container());
        if (!work.isFirstStep()) {
            return look(work, job, ExportProgress.read(work.progress()));
        }
        if (!job.url().isEmpty()) {
            return look(work, job, ExportProgress.started(URI.create(job.url())));
        }
        URI url = exports.start(work.row().window(), settings.container());
        jobs.update(job.runningAt(url.toString()));
        LOG.exportStarted(work.row().id(), work.attempt());
        ExportProgress progress = ExportProgress.started(url);
        return waiting(progress, progress.pause(settings.pollInterval()));
    }

    private Step look(Work work, Job job, ExportProgress progress) {
        return switch (exports.look(progress.job())) {
            case DestinationExports.Status.Done(List<ExportedFile> files) -> {
                Step.Ready ready = sides.of(work, files);
                yield new Step.Ready(ready.side(), () -> {
                    ready.done().run();
                    jobs.update(job.runningAt(progress.job().toString()).as(Job.Status.DONE));
                });
            }
            case DestinationExports.Status.Failed(String reason, boolean retryable) -> {
                jobs.update(job.runningAt(progress.job().toString()).as(Job.Status.FAILED));
                yield notYet(new WorkResult.Fail("the destination's export for verification " + reason, retryable));
            }
            case DestinationExports.Status.Running running -> stillRunning(work, job, progress.looked(), running);
        };
    }

    private Step stillRunning(Work work, Job job, ExportProgress progress, DestinationExports.Status.Running running) {
        Duration age = Duration.between(job.createdAt(), clock.instant());
        if (age.compareTo(settings.timeout()) > 0) {
            cancel(work, progress.job());
            jobs.update(job.runningAt(progress.job().toString()).as(Job.Status.CANCELLED));
            return notYet(new WorkResult.Fail(
                    "the destination's export for verification was cancelled after " + age.toSeconds()
                            + " s; raise ferry.verify.timeout if it needs longer",
                    true));
        }
        return waiting(progress, running.pause().orElse(progress.pause(settings.pollInterval())));
    }

    private void cancel(Work work, URI job) {
        try {
            exports.cancel(job);
        } catch (FhirException e) {
            // The export is given up either way; one that goes on at the server writes files that nobody reads.
            LOG.notCancelled(work.row().id(), work.attempt(), e.getMessage());
        }
    }

    private Step waiting(ExportProgress progress, Duration pause) {
        return notYet(new WorkResult.Wait(clock.instant().plus(pause), progress.write()));
    }

    private static Step notYet(WorkResult result) {
        return new Step.NotYet(result);
    }
}
