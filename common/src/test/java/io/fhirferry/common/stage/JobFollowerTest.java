package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobFollowerTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration TIMEOUT = Duration.ofHours(1);
    private static final WorkResult OVERDUE = new WorkResult.Fail("took too long", true);
    private static final WorkResult REFUSED = new WorkResult.Fail("refused", false);
    private static final WorkResult.Wait SHORTLY = new WorkResult.Wait(NOW.plusMillis(500), "asked");

    private final MutableClock clock = new MutableClock(NOW);
    private final MemoryJobStore jobs = new MemoryJobStore(clock);
    private final Server server = new Server();
    private final JobFollower follower =
            new JobFollower(StageName.EXPORT, jobs, new JobPace(Duration.ofSeconds(10), TIMEOUT), clock);
    private final WindowRow row = WindowRow.planned(StageWorld.day(0, WindowKind.TILE), 1, NOW)
            .moved(new WindowState.Exporting(), Account.EMPTY, NOW);

    /** A server that numbers its jobs and does as it is told. */
    private static final class Server implements ServerJob<String> {

        private final List<URI> cancelled = new ArrayList<>();
        private final List<URI> looked = new ArrayList<>();
        private final Deque<Standing<String>> standings = new ArrayDeque<>();
        private Runnable whileStarting = () -> {};
        private Runnable whileLooking = () -> {};
        private Start answer = new Start.Accepted(URI.create("https://server.example/1"));
        private Optional<String> refusesToCancel = Optional.empty();
        private int started;

        @Override
        public String what() {
            return "the export";
        }

        @Override
        public Start start() {
            started++;
            whileStarting.run();
            return answer;
        }

        @Override
        public Standing<String> look(URI url) {
            looked.add(url);
            whileLooking.run();
            return standings.removeFirst();
        }

        @Override
        public Optional<String> cancel(URI url) {
            cancelled.add(url);
            return refusesToCancel;
        }

        void isRunning() {
            standings.add(new Standing.Running<>(Duration.ZERO, OVERDUE));
        }

        void isDone() {
            standings.add(new Standing.Done<>("files"));
        }
    }

    private Followed<String> next() {
        return follower.next(new Work(row, Slice.WHOLE, "1-0", "", Heartbeat.NONE), "container", server);
    }

    private WorkResult notDone() {
        return ((Followed.NotDone<String>) next()).result();
    }

    private Job job() {
        return jobs.find(row.id(), StageName.EXPORT, "1-0").orElseThrow();
    }

    private void noted(Job job) {
        assertThat(jobs.update(job)).isInstanceOf(Noted.Done.class);
    }

    @Test
    void aJobIsIntendedStartedAndLookedAtShortly() {
        server.whileStarting = () -> assertThat(job().status()).isEqualTo(Job.Status.INTENDED);

        assertThat(notDone()).isEqualTo(SHORTLY);

        assertThat(server.started).isEqualTo(1);
        assertThat(job().status()).isEqualTo(Job.Status.RUNNING);
        assertThat(job().url()).isEqualTo("https://server.example/1");
        assertThat(job().name()).isEqualTo("container");
    }

    @Test
    void aRunningJobIsLookedAtLessAndLessOftenUnlessTheServerSaysWhen() {
        next();
        clock.advance(Duration.ofSeconds(20));
        server.isRunning();

        assertThat(notDone()).isEqualTo(new WorkResult.Wait(NOW.plusSeconds(24), "asked"));

        server.standings.add(new ServerJob.Standing.Running<>(Duration.ofSeconds(90), OVERDUE));

        assertThat(notDone()).isEqualTo(new WorkResult.Wait(NOW.plusSeconds(110), "asked"));
        assertThat(server.started).isEqualTo(1);
    }

    @Test
    void aFinishedJobBringsItsResultAsOftenAsItIsAskedFor() {
        next();
        server.isDone();
        server.isDone();

        assertThat(next()).isEqualTo(new Followed.Done<>("files"));
        assertThat(next()).isEqualTo(new Followed.Done<>("files"));
    }

    @Test
    void aFailedJobEndsTheAttempt() {
        next();
        server.standings.add(new ServerJob.Standing.Failed<>(REFUSED));

        assertThat(notDone()).isEqualTo(REFUSED);
        assertThat(job().status()).isEqualTo(Job.Status.FAILED);
        assertThat(notDone()).isEqualTo(new WorkResult.Fail("the export of this attempt has failed before", true));
        assertThat(server.started).isEqualTo(1);
    }

    @Test
    void aJobThatIsNotDoneInTimeIsCancelled() {
        next();
        clock.advance(TIMEOUT.plusSeconds(1));
        server.isRunning();

        assertThat(notDone()).isEqualTo(OVERDUE);
        assertThat(server.cancelled).containsExactly(URI.create("https://server.example/1"));
        assertThat(job().status()).isEqualTo(Job.Status.CANCELLED);
    }

    @Test
    void aJobThatCannotEvenBeCancelledIsGivenUpAllTheSame() {
        next();
        clock.advance(TIMEOUT.plusSeconds(1));
        server.isRunning();
        server.refusesToCancel = Optional.of("the server does not answer");

        assertThat(notDone()).isEqualTo(OVERDUE);
        assertThat(job().status()).isEqualTo(Job.Status.CANCELLED);
    }

    @Test
    void aRefusedStartEndsTheAttempt() {
        server.answer = new ServerJob.Start.Refused(REFUSED);

        assertThat(notDone()).isEqualTo(REFUSED);
        assertThat(job().status()).isEqualTo(Job.Status.FAILED);
    }

    @Test
    void aStartThatNobodyAnsweredEndsTheAttemptAndIsNotRepeatedUnderItsName() {
        server.answer = new ServerJob.Start.Unanswered(OVERDUE);

        assertThat(notDone()).isEqualTo(OVERDUE);
        assertThat(job().status()).isEqualTo(Job.Status.FAILED);
        next();
        assertThat(server.started).isEqualTo(1);
    }

    @Test
    void aJobThatAnotherReplicaIsStartingIsWaitedForAndFollowed() {
        Job theirs = jobs.intend(row.id(), StageName.EXPORT, "1-0", "container").job();

        assertThat(notDone()).isEqualTo(SHORTLY);

        noted(theirs.runningAt("https://server.example/theirs"));
        server.isDone();
        assertThat(next()).isEqualTo(new Followed.Done<>("files"));
        assertThat(server.started).isZero();
        assertThat(server.looked).containsExactly(URI.create("https://server.example/theirs"));
    }

    @Test
    void ofTwoReplicasOnTheSameMessageOnlyOneStartsTheJobAndBothFollowIt() {
        server.whileStarting = () -> assertThat(notDone()).isEqualTo(SHORTLY);

        assertThat(notDone()).isEqualTo(SHORTLY);

        assertThat(server.started).isEqualTo(1);
        assertThat(server.cancelled).isEmpty();
        assertThat(job().status()).isEqualTo(Job.Status.RUNNING);
    }

    @Test
    void aStarterThatDiedIsGivenUpAfterAWhile() {
        jobs.intend(row.id(), StageName.EXPORT, "1-0", "container");
        clock.advance(JobFollower.ANSWERED_WITHIN);

        assertThat(notDone())
                .isEqualTo(new WorkResult.Fail(
                        "the service ended between asking for the export and hearing the answer", true));
        assertThat(job().status()).isEqualTo(Job.Status.FAILED);
        assertThat(server.started).isZero();
    }

    @Test
    void aStarterThatWasTakenForDeadCancelsWhatItStarted() {
        server.whileStarting = () -> {
            clock.advance(JobFollower.ANSWERED_WITHIN);
            assertThat(notDone()).isInstanceOf(WorkResult.Fail.class);
        };

        assertThat(notDone()).isEqualTo(new WorkResult.Fail("the export of this attempt has failed before", true));

        assertThat(server.cancelled).containsExactly(URI.create("https://server.example/1"));
        assertThat(job().status()).isEqualTo(Job.Status.FAILED);
        assertThat(job().url()).isEmpty();
    }

    @Test
    void aStarterThatHeardItsAnswerInTheLastMomentIsFollowed() {
        Job theirs = jobs.intend(row.id(), StageName.EXPORT, "1-0", "container").job();
        clock.advance(JobFollower.ANSWERED_WITHIN);
        JobStore late = new Interfering(() -> noted(theirs.runningAt("https://server.example/theirs")));
        server.isRunning();

        Followed<String> followed = new JobFollower(
                        StageName.EXPORT, late, new JobPace(Duration.ofSeconds(10), TIMEOUT), clock)
                .next(new Work(row, Slice.WHOLE, "1-0", "", Heartbeat.NONE), "container", server);

        assertThat(((Followed.NotDone<String>) followed).result()).isInstanceOf(WorkResult.Wait.class);
        assertThat(job().status()).isEqualTo(Job.Status.RUNNING);
    }

    @Test
    void aJobThatIsStoppedWhileItIsBeingStartedIsCancelled() {
        server.whileStarting = () -> noted(job().as(Job.Status.CANCELLED));

        assertThat(notDone()).isInstanceOf(WorkResult.Fail.class);

        assertThat(server.cancelled).containsExactly(URI.create("https://server.example/1"));
        assertThat(job().status()).isEqualTo(Job.Status.CANCELLED);
    }

    @Test
    void aWindowThatWasMovedBeforeTheIntentWasStoredStartsNoJob() {
        Heartbeat takenOver = new Heartbeat() {
            @Override
            public void beat() {
                throw new AssertionError("a beat looks at the window only now and then");
            }

            @Override
            public void confirm() {
                assertThat(job().status()).isEqualTo(Job.Status.INTENDED);
                throw new TakenOverException(row.id(), "PLANNED");
            }
        };

        assertThatThrownBy(() -> follower.next(new Work(row, Slice.WHOLE, "1-0", "", takenOver), "container", server))
                .isInstanceOf(TakenOverException.class);

        assertThat(server.started).isZero();
        assertThat(job().status()).isEqualTo(Job.Status.CANCELLED);
    }

    @Test
    void aJobThatIsStoppedWhileItFailsStaysStopped() {
        next();
        server.standings.add(new ServerJob.Standing.Failed<>(REFUSED));
        server.whileLooking = () -> noted(job().as(Job.Status.CANCELLED));

        assertThat(notDone()).isInstanceOf(WorkResult.Fail.class);

        assertThat(job().status()).isEqualTo(Job.Status.CANCELLED);
    }

    @Test
    void twoReplicasThatSeeTheSameEndBothBringTheResult() {
        next();
        server.isDone();
        server.whileLooking = () -> noted(job().as(Job.Status.DONE));

        assertThat(next()).isEqualTo(new Followed.Done<>("files"));
    }

    /** Somebody else writes between our reading and our writing. */
    private final class Interfering implements JobStore {

        private final Runnable before;

        Interfering(Runnable before) {
            this.before = before;
        }

        @Override
        public Optional<Job> find(WindowId window, StageName stage, String attempt) {
            return jobs.find(window, stage, attempt);
        }

        @Override
        public Noted intend(WindowId window, StageName stage, String attempt, String name) {
            return jobs.intend(window, stage, attempt, name);
        }

        @Override
        public Noted update(Job job) {
            before.run();
            return jobs.update(job);
        }

        @Override
        public List<Job> list(WindowId window, StageName stage) {
            return jobs.list(window, stage);
        }
    }
}
