package io.fhirferry.exporter.control;

import static io.fhirferry.exporter.control.ControlLog.LOG;

import io.fhirferry.common.fhir.Cancellation;
import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.stage.Job;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.stage.Noted;
import io.fhirferry.common.stage.Outbox;
import io.fhirferry.common.stage.StageMessage;
import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ends what is under way: every window at work goes back to where its stage begins, under a new attempt and generation,
 * and the jobs that servers run are cancelled. A replica that works on a window notices at its next sign of life. One
 * that is just about to start a job either sees that the window was moved, and lets it be, or is seen here by its intent:
 * then it finds the intent cancelled when it hears the server's answer, and cancels the job itself.
 */
final class Halt {

    private static final List<StageName> WITH_JOBS = List.of(StageName.EXPORT, StageName.IMPORT, StageName.VERIFY);

    private final WindowStore windows;
    private final OperatorMoves moves;
    private final JobStore jobs;
    private final SharedImports sharedImports;
    private final ServerJobs servers;
    private final Outbox outbox;
    private final Clock clock;

    Halt(
            WindowStore windows,
            JobStore jobs,
            SharedImports sharedImports,
            ServerJobs servers,
            Outbox outbox,
            Clock clock) {
        this.windows = windows;
        this.moves = new OperatorMoves(windows);
        this.jobs = jobs;
        this.sharedImports = sharedImports;
        this.servers = servers;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param windows how many windows were at work and went back
     * @param cancelled how many jobs the servers ended
     * @param starting how many jobs a server was just being asked to begin; whoever asks cancels what comes of it
     * @param notCancelled how many jobs may still run, because the server did not take the cancellation
     */
    record Halted(int windows, int cancelled, int starting, int notCancelled) {}

    /** Ends everything that is under way now. */
    Halted halt(Why why) {
        int back = 0;
        List<WindowRow> now = new ArrayList<>();
        for (WindowRow row : windows.open().toList()) {
            if (row.state() instanceof WindowState.Active active) {
                Moved moved = takeBack(row, active, why);
                back += moved instanceof Moved.Done ? 1 : 0;
                now.add(moved.row());
            } else {
                now.add(row);
            }
        }
        Map<JobEnd, Integer> ends = new EnumMap<>(JobEnd.class);
        for (WindowRow row : now) {
            ahead(row.state()).filter(WITH_JOBS::contains).ifPresent(stage -> jobs.list(row.id(), stage)
                    .forEach(job -> ends.merge(end(row, stage, job), 1, Integer::sum)));
        }
        SharedImports.Ended shared = sharedImports.end();
        return new Halted(
                back,
                ends.getOrDefault(JobEnd.CANCELLED, 0) + shared.cancelled(),
                ends.getOrDefault(JobEnd.STARTING, 0) + shared.starting(),
                ends.getOrDefault(JobEnd.NOT_CANCELLED, 0) + shared.notCancelled());
    }

    /**
     * The stage that a window has still to go through, whose jobs are of no use to it. What jobs of earlier stages brought
     * is in use, and a server may delete it with the job.
     */
    private static Optional<StageName> ahead(WindowState state) {
        return switch (state) {
            case WindowState.Waiting waiting -> Optional.of(waiting.next());
            case WindowState.Failed failed -> Optional.of(failed.stage());
            default -> Optional.empty();
        };
    }

    private Moved takeBack(WindowRow row, WindowState.Active active, Why why) {
        WindowState.Waiting waiting = active.stopped();
        Moved moved = moves.move(
                row,
                current -> current.movedAfresh(waiting, current.account().before(active.stage()), clock.instant()),
                why);
        // Otherwise the stage has just ended by itself, and the next one is held back.
        if (moved instanceof Moved.Done(WindowRow stopped)) {
            LOG.stopped(stopped.id(), active.stage());
            sharedImports.forget(stopped.id());
            outbox.send(StageMessage.start(windows.migration(), stopped, waiting.next()));
        }
        return moved;
    }

    private JobEnd end(WindowRow row, StageName stage, Job job) {
        return switch (job.status()) {
            case INTENDED ->
                switch (jobs.update(job.as(Job.Status.CANCELLED))) {
                    case Noted.Done done -> JobEnd.STARTING;
                    case Noted.Conflict(Job current) -> end(row, stage, current);
                };
            case RUNNING -> cancel(row, stage, job);
            case DONE, FAILED, CANCELLED -> JobEnd.OVER;
        };
    }

    private JobEnd cancel(WindowRow row, StageName stage, Job job) {
        try {
            if (servers.cancel(stage, URI.create(job.url())) == Cancellation.UNSUPPORTED) {
                LOG.notCancelled(row.id(), stage, "this server cannot cancel such a job");
                return JobEnd.NOT_CANCELLED;
            }
        } catch (FhirException e) {
            LOG.notCancelled(row.id(), stage, e.getMessage());
            return JobEnd.NOT_CANCELLED;
        }
        // Should somebody else have written, they have seen that the job is over.
        jobs.update(job.as(Job.Status.CANCELLED));
        return JobEnd.CANCELLED;
    }
}
