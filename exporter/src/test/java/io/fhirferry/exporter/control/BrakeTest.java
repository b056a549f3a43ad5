package io.fhirferry.exporter.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.fhir.Cancellation;
import io.fhirferry.common.fhir.ExportClient;
import io.fhirferry.common.fhir.ImportClient;
import io.fhirferry.common.stage.ControlGate;
import io.fhirferry.common.stage.Job;
import io.fhirferry.common.stage.JobPart;
import io.fhirferry.common.stage.MemoryJobStore;
import io.fhirferry.common.stage.MemorySharedJobStore;
import io.fhirferry.common.stage.Noted;
import io.fhirferry.common.stage.SharedJob;
import io.fhirferry.common.stage.StageMessage;
import io.fhirferry.common.window.Control;
import io.fhirferry.common.window.MemoryControlStore;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.exporter.ScriptedServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrakeTest {

    private final ControlWorld world = new ControlWorld();
    private final MemoryControlStore control = new MemoryControlStore();
    private final MemoryJobStore jobs = new MemoryJobStore(ControlWorld.CLOCK);
    private final MemorySharedJobStore sharedJobs = new MemorySharedJobStore();
    private final ScriptedServer server = new ScriptedServer();
    private final ExportClient exports = new ExportClient(server.http(ControlWorld.CLOCK));
    private final ImportClient imports = new ImportClient(server.http(ControlWorld.CLOCK));
    private Consumer<Duration> meanwhile = delay -> {};
    private final Brake brake = brake(new FhirServerJobs(exports, imports, exports));

    @AfterEach
    void stop() {
        server.close();
    }

    private Brake brake(ServerJobs servers) {
        return new Brake(
                control,
                new Halt(
                        world.windows,
                        jobs,
                        new SharedImports(sharedJobs, servers),
                        servers,
                        world.sent::add,
                        ControlWorld.CLOCK),
                delay -> meanwhile.accept(delay),
                ControlWorld.CLOCK);
    }

    private void job(WindowId window, StageName stage, String attempt, String path, Job.Status status) {
        Job intended = jobs.intend(window, stage, attempt, "name").job();
        jobs.update(intended.runningAt(server.url(path).toString()).as(status));
    }

    @Test
    void aMigrationIsPausedAndResumedInTheNameOfWhoAsked() {
        assertThat(brake.pause(ControlWorld.WHY).mode()).isEqualTo(Control.Mode.PAUSED);
        assertThat(brake.resume(new Why("bob", "done")).mode()).isEqualTo(Control.Mode.RUNNING);

        assertThat(control.written())
                .extracting(Control::why)
                .containsExactly(ControlWorld.WHY, new Why("bob", "done"));
        assertThat(control.written()).extracting(Control::changes).containsExactly(1, 2);
    }

    @Test
    void pausingAgainChangesNothing() {
        brake.pause(ControlWorld.WHY);

        Control again = brake.pause(new Why("bob", "me too"));

        assertThat(again.why()).isEqualTo(ControlWorld.WHY);
        assertThat(control.written()).hasSize(1);
    }

    @Test
    void stoppingTakesWindowsBackToWhereTheirStageBeginsUnderANewAttempt() {
        WindowId importing = world.tile(new WindowState.Importing("manifest"));
        WindowId copied = world.tile(new WindowState.Copied("manifest"));
        WindowId verified = world.tile(new WindowState.Verified("manifest"));

        Halt.Halted halted = brake.stop(ControlWorld.WHY);

        assertThat(control.read().mode()).isEqualTo(Control.Mode.STOPPED);
        assertThat(halted).isEqualTo(new Halt.Halted(1, 0, 0, 0));
        WindowRow row = world.row(importing);
        assertThat(row.state()).isEqualTo(new WindowState.Copied("manifest"));
        assertThat(row.attempt()).isEqualTo(2);
        assertThat(row.generation()).isEqualTo(1);
        assertThat(row.account().of("Patient").imported()).isZero();
        assertThat(world.windows.events(importing).getLast().why()).isEqualTo(ControlWorld.WHY);
        assertThat(world.row(copied).attempt()).isEqualTo(1);
        assertThat(world.row(verified).attempt()).isEqualTo(1);
        assertThat(world.sent).singleElement().satisfies(message -> {
            assertThat(message.window()).isEqualTo(importing);
            assertThat(message.generation()).isEqualTo(1);
        });
    }

    @Test
    void stoppingCancelsTheJobsThatServersRunAndNoOthers() {
        WindowId exporting = world.tile(new WindowState.Exporting());
        WindowId failed = world.tile(new WindowState.Failed(StageName.IMPORT, "poison", true, "manifest"));
        job(exporting, StageName.EXPORT, "1-0", "/done", Job.Status.DONE);
        job(exporting, StageName.EXPORT, "1-1", "/running", Job.Status.RUNNING);
        job(failed, StageName.IMPORT, "1-0", "/left-behind", Job.Status.RUNNING);
        server.answers(202, Map.of(), "").answers(202, Map.of(), "");

        Halt.Halted halted = brake.stop(ControlWorld.WHY);

        assertThat(halted).isEqualTo(new Halt.Halted(1, 2, 0, 0));
        assertThat(server.requests()).containsExactly("DELETE /fhir/running", "DELETE /fhir/left-behind");
        assertThat(jobs.list(exporting, StageName.EXPORT))
                .extracting(Job::status)
                .containsExactly(Job.Status.DONE, Job.Status.CANCELLED);
    }

    @Test
    void stoppingLeavesAnExportAloneWhoseFilesAreInUse() {
        // given: a finished export, and its window being copied
        WindowId copying = world.tile(new WindowState.Copying("manifest"));
        job(copying, StageName.EXPORT, "1-0", "/finished", Job.Status.RUNNING);

        Halt.Halted halted = brake.stop(ControlWorld.WHY);

        assertThat(halted).isEqualTo(new Halt.Halted(1, 0, 0, 0));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void whatStillBeginsBeforeEveryServiceKnowsIsEndedToo() {
        WindowId planned = world.tile(new WindowState.Planned());
        meanwhile = delay -> {
            assertThat(delay).isEqualTo(ControlGate.BELIEVED);
            assertThat(control.read().mode()).isEqualTo(Control.Mode.STOPPED);
            WindowRow row = world.row(planned);
            world.windows.move(
                    row, row.moved(new WindowState.Exporting(), row.account(), row.touchedAt()), ControlWorld.WHY);
            job(planned, StageName.EXPORT, "1-0", "/late", Job.Status.RUNNING);
        };
        server.answers(202, Map.of(), "");

        assertThat(brake.stop(ControlWorld.WHY)).isEqualTo(new Halt.Halted(1, 1, 0, 0));

        assertThat(world.row(planned).state()).isEqualTo(new WindowState.Planned());
        assertThat(server.requests()).containsExactly("DELETE /fhir/late");
    }

    @Test
    void aJobThatAServerIsJustBeingAskedToBeginIsLeftToWhoAsks() {
        WindowId exporting = world.tile(new WindowState.Exporting());
        Job intended = jobs.intend(exporting, StageName.EXPORT, "1-0", "name").job();

        assertThat(brake.stop(ControlWorld.WHY)).isEqualTo(new Halt.Halted(1, 0, 1, 0));

        assertThat(jobs.update(intended.runningAt(server.url("/late").toString())))
                .isInstanceOfSatisfying(
                        Noted.Conflict.class,
                        conflict -> assertThat(conflict.job().status()).isEqualTo(Job.Status.CANCELLED));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void stoppingEndsAnImportThatWindowsShareOnceAndLetsNobodyWaitForTheNext() {
        // given: two windows in a running import, one that waits, and an import that a server is just asked to begin
        WindowId first = world.tile(new WindowState.Importing("manifest"));
        WindowId second = world.tile(new WindowState.Importing("manifest"));
        WindowId waiting = world.tile(new WindowState.Importing("manifest"));
        SharedJob running =
                SharedJob.sealed("running", 0, "payload", List.of("a", "b"), 2, ControlWorld.CLOCK.instant());
        seal(running, first, second);
        sharedJobs.update(sharedJobs
                .find("running")
                .orElseThrow()
                .runningAt(server.url("/shared").toString()));
        seal(SharedJob.sealed("starting", 1, "payload", List.of("c"), 1, ControlWorld.CLOCK.instant()), waiting);
        sharedJobs.register(part(waiting, "1-0-1"));
        server.answers(202, Map.of(), "");

        // when
        Halt.Halted halted = brake.stop(ControlWorld.WHY);

        // then
        assertThat(halted).isEqualTo(new Halt.Halted(3, 1, 1, 0));
        assertThat(server.requests()).containsExactly("DELETE /fhir/shared");
        assertThat(sharedJobs.open()).isEmpty();
        assertThat(sharedJobs.waiting()).isEmpty();
        assertThat(sharedJobs.find("starting"))
                .get()
                .extracting(SharedJob::status)
                .isEqualTo(Job.Status.CANCELLED);
    }

    @Test
    void anImportThatSomebodyFollowsWhileItIsCancelledIsEndedAllTheSame() {
        // given: a running import, whose follower notes a look at it in the very moment
        WindowId importing = world.tile(new WindowState.Importing("manifest"));
        seal(SharedJob.sealed("running", 0, "payload", List.of("a"), 1, ControlWorld.CLOCK.instant()), importing);
        sharedJobs.update(sharedJobs.find("running").orElseThrow().runningAt("https://new.example.org/1"));
        Iterator<Runnable> follower = List.<Runnable>of(
                        () -> sharedJobs.update(sharedJobs
                                .find("running")
                                .orElseThrow()
                                .lookedAt(ControlWorld.CLOCK.instant().plusSeconds(1))),
                        () -> {})
                .iterator();

        // when
        Halt.Halted halted = brake((stage, url) -> {
                    follower.next().run();
                    return Cancellation.ACCEPTED;
                })
                .stop(ControlWorld.WHY);

        // then
        assertThat(halted).isEqualTo(new Halt.Halted(1, 1, 0, 0));
        assertThat(sharedJobs.find("running").orElseThrow().status()).isEqualTo(Job.Status.CANCELLED);
        assertThat(follower).isExhausted();
    }

    private void seal(SharedJob job, WindowId... windows) {
        List<JobPart> parts =
                Arrays.stream(windows).map(window -> part(window, "1-0-0")).toList();
        parts.forEach(sharedJobs::register);
        assertThat(sharedJobs.seal(job, parts)).isTrue();
    }

    private static JobPart part(WindowId window, String attempt) {
        return JobPart.waiting(window, attempt, "manifest", 0, 1, 1, ControlWorld.CLOCK.instant());
    }

    @Test
    void aJobThatCouldNotBeCancelledIsToldAndTriedAgainByTheNextStop() {
        WindowId exporting = world.tile(new WindowState.Exporting());
        job(exporting, StageName.EXPORT, "1-0", "/running", Job.Status.RUNNING);
        server.answers(400, Map.of(), "").answers(202, Map.of(), "");

        assertThat(brake.stop(ControlWorld.WHY)).isEqualTo(new Halt.Halted(1, 0, 0, 1));
        assertThat(brake.stop(ControlWorld.WHY)).isEqualTo(new Halt.Halted(0, 1, 0, 0));

        assertThat(server.requests()).hasSize(2);
        assertThat(world.sent).extracting(StageMessage::window).containsExactly(exporting);
    }

    @Test
    void aServerThatCannotCancelIsToldToo() {
        WindowId exporting = world.tile(new WindowState.Exporting());
        job(exporting, StageName.EXPORT, "1-0", "/running", Job.Status.RUNNING);

        assertThat(brake((stage, url) -> Cancellation.UNSUPPORTED).stop(ControlWorld.WHY))
                .isEqualTo(new Halt.Halted(1, 0, 0, 1));
    }
}
