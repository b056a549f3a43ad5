package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class StageRunnerPauseTest {

    private final StageWorld world = new StageWorld();

    @Test
    void whilePausedNoStageBeginsAndTheMessageWaits() {
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.TILE));
        world.open = false;

        world.deliver(world.queue.getFirst());

        assertThat(world.stage(StageName.EXPORT).works).isEmpty();
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Planned());
        assertThat(world.queue).singleElement().satisfies(queued -> assertThat(queued.due)
                .isEqualTo(world.clock.instant().plus(StageRunner.HELD_BACK)));
    }

    @Test
    void afterwardsItGoesOnToTheEnd() {
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.TILE));
        world.open = false;
        world.deliver(world.queue.getFirst());

        world.open = true;
        world.drain();

        assertThat(world.row(row).state()).isInstanceOf(WindowState.Verified.class);
    }

    @Test
    void aStageThatBeginsInTheVeryMomentGoesBackBeforeAnythingIsDone() {
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.TILE));
        world.closesInBetween = true;

        world.deliver(world.queue.getFirst());

        assertThat(world.stage(StageName.EXPORT).works).isEmpty();
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Planned());
        assertThat(world.queue).singleElement().satisfies(queued -> assertThat(queued.due)
                .isEqualTo(world.clock.instant().plus(StageRunner.HELD_BACK)));

        world.closesInBetween = false;
        world.open = true;
        world.drain();
        assertThat(world.row(row).state()).isInstanceOf(WindowState.Verified.class);
        assertThat(world.row(row).attempt()).isEqualTo(1);
    }

    @Test
    void whoWasStoppedBeforeItStartsAJobIsToldWhenItLooks() {
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.TILE));
        List<String> started = new ArrayList<>();
        world.stage(StageName.EXPORT).works(work -> {
            work.heartbeat().confirm();
            stop(row);
            work.heartbeat().beat();
            work.heartbeat().confirm();
            started.add(work.attempt());
            return new WorkResult.Done("r");
        });

        world.deliver(world.queue.getFirst());

        assertThat(started).isEmpty();
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Planned());
        assertThat(world.queue).isEmpty();
    }

    /** As an operator does it. */
    private void stop(WindowRow row) {
        world.open = false;
        WindowRow current = world.row(row);
        WindowState.Active active = (WindowState.Active) current.state();
        WindowRow stopped = current.movedAfresh(active.stopped(), current.account(), world.clock.instant());
        assertThat(world.windows.move(current, stopped, new Why("operator", "stop")))
                .isInstanceOf(Moved.Done.class);
    }

    @Test
    void aWindowThatTheStageDoesNotAdmitWaitsAsLongAsItIsTold() {
        // given a stage that waits for another window
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.TILE));
        Duration pause = Duration.ofSeconds(3);
        world.stage(StageName.EXPORT).admits(asked -> new Admission.NotYet(pause, "the day before", true));

        // when
        world.deliver(world.queue.getFirst());

        // then nothing was begun
        assertThat(world.stage(StageName.EXPORT).works).isEmpty();
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Planned());
        assertThat(world.queue).singleElement().satisfies(queued -> assertThat(queued.due)
                .isEqualTo(world.clock.instant().plus(pause)));

        // and when it is admitted
        world.stage(StageName.EXPORT).admits(asked -> new Admission.Now());
        world.drain();

        // then
        assertThat(world.row(row).state()).isInstanceOf(WindowState.Verified.class);
    }

    @Test
    void aWindowThatIsOvertakenInTheMomentOfItsBeginningGoesBackBeforeAnythingIsDone() {
        // given a stage that admits the window, and right after that has to wait for another one
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.TILE));
        Deque<Admission> answers = new ArrayDeque<>(List.of(new Admission.Now()));
        Admission notYet = new Admission.NotYet(Duration.ofSeconds(3), "the day before", false);
        world.stage(StageName.EXPORT).admits(asked -> answers.isEmpty() ? notYet : answers.remove());

        // when
        world.deliver(world.queue.getFirst());

        // then
        assertThat(world.stage(StageName.EXPORT).works).isEmpty();
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Planned());
        assertThat(world.queue).singleElement().satisfies(queued -> assertThat(queued.due)
                .isEqualTo(world.clock.instant().plusSeconds(3)));

        // and when it is admitted
        world.stage(StageName.EXPORT).admits(asked -> new Admission.Now());
        world.drain();

        // then
        assertThat(world.row(row).state()).isInstanceOf(WindowState.Verified.class);
        assertThat(world.stage(StageName.EXPORT).works).hasSize(1);
    }

    @Test
    void whatHasBegunIsNotAskedForAdmissionAgain() {
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.TILE));
        world.stage(StageName.EXPORT)
                .works(work -> work.isFirstStep()
                        ? new WorkResult.Wait(world.clock.instant().plusSeconds(10), "half")
                        : new WorkResult.Done("r0"));
        world.deliver(world.queue.getFirst());
        world.stage(StageName.EXPORT)
                .admits(asked -> new Admission.NotYet(Duration.ofSeconds(3), "the day before", false));

        world.drain(StageName.EXPORT);

        assertThat(world.row(row).state()).isInstanceOf(WindowState.Exported.class);
    }

    @Test
    void aJobThatRunsIsFollowedToItsEndAndTheNextStageWaits() {
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.TILE));
        world.stage(StageName.EXPORT)
                .works(work -> work.isFirstStep()
                        ? new WorkResult.Wait(world.clock.instant().plusSeconds(10), "job 17")
                        : new WorkResult.Done("r0"));
        world.deliver(world.queue.getFirst());
        world.open = false;

        world.drain(StageName.EXPORT);
        world.deliver(world.queue.getFirst());

        assertThat(world.row(row).state()).isInstanceOf(WindowState.Exported.class);
        assertThat(world.stage(StageName.COPY).works).isEmpty();
    }

    @Test
    void aFreshAttemptAfterAFailureWaitsToo() {
        world.plan(StageWorld.day(0, WindowKind.TILE));
        world.stage(StageName.EXPORT).works(work -> new WorkResult.Fail("status 503", true));
        world.deliver(world.queue.getFirst());
        world.open = false;

        world.deliver(world.next(StageWorld.of(StageName.EXPORT)).orElseThrow());

        assertThat(world.stage(StageName.EXPORT).works).hasSize(1);
    }

    @Test
    void aLongPauseIsNotTakenForALostMessage() {
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.TILE));
        world.open = false;

        for (int i = 0; i < 500; i++) {
            world.deliver(world.next(StageWorld.of(StageName.EXPORT)).orElseThrow());
            assertThat(world.sweep()).isZero();
        }

        assertThat(world.row(row).generation()).isZero();
        assertThat(world.queue).hasSize(1);
    }

    @Test
    void aMessageThatIsOutOfDateIsDroppedAlsoWhilePaused() {
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.TILE));
        world.clock.advance(StageWorld.PATIENCE.plusSeconds(1));
        assertThat(world.sweep()).isEqualTo(1);
        world.open = false;

        world.deliver(world.queue.getFirst());

        assertThat(world.queue).singleElement().satisfies(queued -> assertThat(queued.message.generation())
                .isEqualTo(world.row(row).generation()));
    }
}
