package io.fhirferry.exporter.control;

import static io.fhirferry.exporter.control.ControlLog.LOG;

import io.fhirferry.common.fhir.Cancellation;
import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.stage.Job;
import io.fhirferry.common.stage.JobStore;
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
import java.util.List;

/**
 * Ends what is under way: every window at work goes back to where its stage begins, under a new attempt and generation,
 * and the jobs that servers run are cancelled. A replica that works on a window notices at its next sign of life; a job
 * that it starts in that moment is found when the migration is stopped once more.
 */
final class Halt {

    private static final List<StageName> WITH_JOBS = List.of(StageName.EXPORT, StageName.IMPORT, StageName.VERIFY);

    private final WindowStore windows;
    private final OperatorMoves moves;
    private final JobStore jobs;
    private final ServerJobs servers;
    private final Outbox outbox;
    private final Clock clock;

    Halt(WindowStore windows, JobStore jobs, ServerJobs servers, Outbox outbox, Clock clock) {
        this.windows = windows;
        this.moves = new OperatorMoves(windows);
        this.jobs = jobs;
        this.servers = servers;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param windows how many windows were at work and went back
     * @param cancelled how many jobs the servers ended
     * @param notCancelled how many jobs may still run, because the server did not take the cancellation
     */
    record Halted(int windows, int cancelled, int notCancelled) {}

    /** Ends everything that is under way now. */
    Halted halt(Why why) {
        List<WindowRow> open = windows.windows().filter(Halt::mayHaveJobs).toList();
        int back = 0;
        for (WindowRow row : open) {
            back += row.state() instanceof WindowState.Active active && takeBack(row, active, why) ? 1 : 0;
        }
        int cancelled = 0;
        int notCancelled = 0;
        for (WindowRow row : open) {
            for (StageName stage : WITH_JOBS) {
                for (Job job : running(row, stage)) {
                    boolean ended = cancel(row, stage, job);
                    cancelled += ended ? 1 : 0;
                    notCancelled += ended ? 0 : 1;
                }
            }
        }
        return new Halted(back, cancelled, notCancelled);
    }

    /** A window that failed may have left a job behind. */
    private static boolean mayHaveJobs(WindowRow row) {
        return !row.state().settled() && !(row.state() instanceof WindowState.Split);
    }

    private boolean takeBack(WindowRow row, WindowState.Active active, Why why) {
        WindowState.Waiting waiting = active.stopped();
        Moved moved = moves.move(
                row,
                current -> current.movedAfresh(waiting, current.account().before(active.stage()), clock.instant()),
                why);
        if (!(moved instanceof Moved.Done(WindowRow stopped))) {
            // The stage has just ended by itself; the next one is held back.
            return false;
        }
        LOG.stopped(stopped.id(), active.stage());
        outbox.send(StageMessage.start(windows.migration(), stopped, waiting.next()));
        return true;
    }

    private List<Job> running(WindowRow row, StageName stage) {
        return jobs.list(row.id(), stage).stream()
                .filter(job -> job.status() == Job.Status.RUNNING)
                .toList();
    }

    private boolean cancel(WindowRow row, StageName stage, Job job) {
        try {
            if (servers.cancel(stage, URI.create(job.url())) == Cancellation.UNSUPPORTED) {
                LOG.notCancelled(row.id(), stage, "this server cannot cancel such a job");
                return false;
            }
        } catch (FhirException e) {
            LOG.notCancelled(row.id(), stage, e.getMessage());
            return false;
        }
        jobs.update(job.as(Job.Status.CANCELLED));
        return true;
    }
}
