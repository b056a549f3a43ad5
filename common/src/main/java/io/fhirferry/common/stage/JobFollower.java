package io.fhirferry.common.stage;

import static io.fhirferry.common.stage.StageLog.LOG;

import io.fhirferry.common.window.StageName;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Drives a job at a server, a step at a time: the intent is stored, the server asked to begin, the job looked at until it
 * is over or overdue. Between two looks nothing waits but the message.
 *
 * <p>A message may be live at two replicas. Only the one whose intent is stored starts a job. The other waits for the
 * URL and follows the same job; when the URL does not come, it takes the starter for dead and gives the attempt up. A
 * starter that lives and hears its answer after that cancels what it has started. So each attempt has one job at most
 * that anybody follows, and none that runs on unknown but an orphan, which is logged.
 */
public final class JobFollower {

    /** A server that takes longer to answer is not waited for; who asked it will cancel what comes of that. */
    static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);

    private static final String ASKED = "asked";

    private final StageName stage;
    private final JobStore jobs;
    private final JobPace pace;
    private final Clock clock;

    /**
     * Follows the jobs of a stage.
     *
     * @param pace how often to look, and when a job is overdue
     */
    public JobFollower(StageName stage, JobStore jobs, JobPace pace, Clock clock) {
        this.stage = stage;
        this.jobs = jobs;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * Does the next step of the job of this attempt.
     *
     * @param name tells the job's output from that of others, see {@link Job#name()}
     * @throws RuntimeException what the server's job or the store throws; the step may be repeated
     */
    public <R> Followed<R> next(Work work, String name, ServerJob<R> server) {
        Step<R> step = new Step<>(work, server);
        // A message without progress has most likely started nothing yet, and the intent finds out for the same price.
        Optional<Job> known = work.progress().isEmpty()
                ? Optional.empty()
                : jobs.find(work.row().id(), stage, work.attempt());
        return known.map(step::goOn)
                .orElseGet(() -> switch (jobs.intend(work.row().id(), stage, work.attempt(), name)) {
                    case Noted.Done(Job job) -> step.start(job);
                    case Noted.Conflict(Job theirs) -> step.goOn(theirs);
                });
    }

    private final class Step<R> {

        private final Work work;
        private final ServerJob<R> server;

        Step(Work work, ServerJob<R> server) {
            this.work = work;
            this.server = server;
        }

        Followed<R> start(Job job) {
            confirm(job);
            return switch (server.start()) {
                case ServerJob.Start.Accepted(URI url) -> accepted(job, url);
                case ServerJob.Start.Refused(WorkResult result) -> settled(job, Job.Status.FAILED, gaveUp(result));
                case ServerJob.Start.Unanswered(WorkResult result) -> {
                    LOG.orphan(work.row().id(), stage, work.attempt(), server.what(), job.name());
                    yield settled(job, Job.Status.FAILED, gaveUp(result));
                }
            };
        }

        /**
         * Whoever stops the migration moves the window first and looks for jobs then; we have stored the intent and look at
         * the window now. So one of us sees the other.
         */
        private void confirm(Job job) {
            try {
                work.heartbeat().confirm();
            } catch (TakenOverException e) {
                // Should somebody else have written, the job is over all the same.
                jobs.update(job.as(Job.Status.CANCELLED));
                throw e;
            }
        }

        private Followed<R> accepted(Job job, URI url) {
            return switch (jobs.update(job.runningAt(url.toString()))) {
                case Noted.Done(Job running) -> {
                    LOG.accepted(work.row().id(), stage, work.attempt(), server.what());
                    yield waitFor(running, Duration.ZERO);
                }
                // Ours all the same: the answer to our note was lost, and somebody has ended the job since.
                case Noted.Conflict(Job current) when current.url().equals(url.toString()) -> goOn(current);
                case Noted.Conflict(Job current) -> {
                    LOG.outrun(work.row().id(), stage, work.attempt(), server.what());
                    cancel(url);
                    yield goOn(current);
                }
            };
        }

        Followed<R> goOn(Job job) {
            return switch (job.status()) {
                case INTENDED -> unanswered(job);
                case RUNNING, DONE -> look(job);
                case FAILED, CANCELLED -> fail(server.what() + " of this attempt has failed before");
            };
        }

        /** Somebody has asked the server and not written down its answer: not yet, or never, because it died. */
        private Followed<R> unanswered(Job job) {
            if (clock.instant().isBefore(job.createdAt().plus(ANSWERED_WITHIN))) {
                return waitFor(job, Duration.ZERO);
            }
            LOG.orphan(work.row().id(), stage, work.attempt(), server.what(), job.name());
            return settled(
                    job,
                    Job.Status.FAILED,
                    fail("the service ended between asking for " + server.what() + " and hearing the answer"));
        }

        private Followed<R> look(Job job) {
            URI url = URI.create(job.url());
            return switch (server.look(url)) {
                case ServerJob.Standing.Running<R>(Duration asked, WorkResult overdue)
                when pace.isOverdue(job, clock.instant()) -> {
                    cancel(url);
                    yield settled(job, Job.Status.CANCELLED, gaveUp(overdue));
                }
                case ServerJob.Standing.Running<R>(Duration asked, WorkResult overdue) -> waitFor(job, asked);
                // Not written down: the window moves on now, and a look at a finished job says the same again.
                case ServerJob.Standing.Done<R>(R result) -> new Followed.Done<>(result);
                case ServerJob.Standing.Failed<R>(WorkResult result) -> settled(job, Job.Status.FAILED, gaveUp(result));
            };
        }

        /** Writes down that the job is over; when somebody else has written something else, that counts. */
        private Followed<R> settled(Job job, Job.Status status, Followed<R> then) {
            if (job.status() == status) {
                return then;
            }
            return switch (jobs.update(job.as(status))) {
                case Noted.Done done -> then;
                case Noted.Conflict(Job current) -> current.status() == status ? then : goOn(current);
            };
        }

        private void cancel(URI url) {
            // Given up either way: what goes on at the server writes files that nobody reads.
            server.cancel(url)
                    .ifPresent(why -> LOG.notCancelled(work.row().id(), stage, work.attempt(), server.what(), why));
        }

        private Followed<R> waitFor(Job job, Duration asked) {
            Instant until = pace.next(job, asked, clock.instant());
            return new Followed.NotDone<>(new WorkResult.Wait(until, ASKED));
        }

        private Followed<R> fail(String reason) {
            return gaveUp(new WorkResult.Fail(reason, true));
        }

        private Followed<R> gaveUp(WorkResult result) {
            return new Followed.NotDone<>(result);
        }
    }
}
