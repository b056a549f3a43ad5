package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowEvent;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepTest {

    private final StageWorld world = new StageWorld();

    private WindowRow planAndLose() {
        WindowRow row = world.plan(StageWorld.day(world.sent.size(), WindowKind.TILE));
        world.queue.clear();
        return row;
    }

    private void patience(int times) {
        world.clock.advance(StageWorld.PATIENCE.multipliedBy(times).plusSeconds(1));
    }

    @Test
    void aLostMessageIsSentAgainUnderANewGenerationWithAnEvent() {
        WindowRow row = planAndLose();
        patience(1);

        assertThat(world.sweep()).isEqualTo(1);

        assertThat(world.row(row).generation()).isEqualTo(1);
        assertThat(world.waitingFor(StageName.EXPORT)).singleElement().satisfies(message -> {
            assertThat(message.window()).isEqualTo(row.id());
            assertThat(message.generation()).isEqualTo(1);
        });
        WindowEvent event = world.windows.events(row.id()).getLast();
        assertThat(event.from()).isEqualTo("PLANNED");
        assertThat(event.to()).isEqualTo("PLANNED");
        assertThat(event.why().by()).isEqualTo("sweeper");
        assertThat(event.why().reason()).contains("no sign of life");
    }

    @Test
    void aStageThatHadBegunIsBegunAgainByTheMessageThatIsSent() {
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.TILE));
        world.stage(StageName.EXPORT).works(work -> new WorkResult.Wait(world.clock.instant(), "job 17"));
        world.deliver(world.queue.getFirst());
        world.queue.clear();
        world.stage(StageName.EXPORT).works(work -> new WorkResult.Done("r0"));
        patience(1);

        world.sweep();
        world.drain();

        assertThat(world.row(row).state()).isEqualTo(new WindowState.Verified("copy-1"));
        assertThat(world.row(row).attempt()).isEqualTo(1);
    }

    @Test
    void nothingIsSentBeforePatienceHasRunOut() {
        planAndLose();
        world.clock.advance(StageWorld.PATIENCE);

        assertThat(world.sweep()).isZero();
        assertThat(world.queue).isEmpty();
    }

    @Test
    void aWindowThatSaidUntilWhenItWaitsIsStillOnlyAfterThat() {
        world.plan(StageWorld.day(0, WindowKind.TILE));
        Duration wait = StageWorld.PATIENCE.multipliedBy(5);
        world.stage(StageName.EXPORT)
                .works(work -> new WorkResult.Wait(world.clock.instant().plus(wait), "job 17"));
        world.deliver(world.queue.getFirst());

        world.clock.advance(wait);
        assertThat(world.sweep()).isZero();

        patience(1);
        assertThat(world.sweep()).isEqualTo(1);
    }

    @Test
    void aWindowThatIsToBeTriedAgainLaterIsNotTakenForLost() {
        StageWorld patient = world;
        patient.plan(StageWorld.day(0, WindowKind.TILE));
        patient.stage(StageName.EXPORT).works(work -> new WorkResult.Fail("status 503", true));
        patient.clock.advance(StageWorld.PATIENCE);
        patient.deliver(patient.queue.getFirst());

        patient.clock.advance(StageWorld.PATIENCE);

        assertThat(patient.sweep()).isZero();
    }

    @Test
    void patienceDoublesSoThatALongQueueIsNotTakenForALostOne() {
        WindowRow row = planAndLose();
        List<Integer> sentAfterHours = new ArrayList<>();
        for (int hour = 1; hour <= 40; hour++) {
            world.clock.advance(Duration.ofHours(1).plusSeconds(1));
            if (world.sweep() > 0) {
                sentAfterHours.add(hour);
            }
        }

        assertThat(sentAfterHours).containsExactly(1, 3, 7, 15, 31);
        assertThat(world.row(row).generation()).isEqualTo(5);
    }

    @Test
    void windowsThatHaveComeToAnEndAreLeftAlone() {
        world.plan(StageWorld.day(0, WindowKind.TILE));
        world.drain();
        world.stage(StageName.COPY).works(work -> new WorkResult.Fail("status 403", false));
        world.plan(StageWorld.day(1, WindowKind.TILE));
        world.drain();
        patience(100);

        assertThat(world.sweep()).isZero();
    }

    @Test
    void aWindowThatMovedAfterItWasReadIsLeftAlone() {
        world.plan(StageWorld.day(0, WindowKind.TILE));
        List<WindowRow> read = world.windows.windows().toList();
        patience(1);
        world.deliver(world.queue.getFirst());
        int before = world.sent.size();

        int sent = new Sweep(world.windows, world::send, StageWorld.PATIENCE, "sweeper", world.clock).sweep(read);

        assertThat(sent).isZero();
        assertThat(world.sent).hasSize(before);
    }

    @Test
    void aQueueThatTakesNothingDoesNotKeepTheOtherWindowsFromBeingFound() {
        WindowRow stuck = planAndLose();
        WindowRow other = planAndLose();
        patience(1);
        Outbox partial = message -> {
            if (message.window().equals(stuck.id())) {
                throw new IllegalStateException("queue not found");
            }
            world.send(message);
        };
        Sweep sweep = new Sweep(world.windows, partial, StageWorld.PATIENCE, "sweeper", world.clock);

        assertThatThrownBy(() -> sweep.sweep(world.windows.windows().toList())).hasMessage("queue not found");

        assertThat(world.queue).singleElement().satisfies(queued -> assertThat(queued.message.window())
                .isEqualTo(other.id()));
        patience(2);
        world.sweep();
        world.drain();
        assertThat(world.row(stuck).state()).isEqualTo(new WindowState.Verified("copy-1"));
    }

    @Test
    void aHalfThatWasPlannedButNeverSentIsFound() {
        world.stage(StageName.EXPORT)
                .works(work -> work.row().window().length().compareTo(Duration.ofHours(12)) > 0
                        ? new WorkResult.TooLarge("status 413")
                        : new WorkResult.Done("r0"));
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.TILE));
        world.deliver(world.queue.getFirst());
        world.queue.clear();
        patience(1);

        assertThat(world.sweep()).isEqualTo(2);

        world.drain();
        WindowState.Split split = (WindowState.Split) world.row(row).state();
        assertThat(world.row(split.earlier()).state()).isEqualTo(new WindowState.Verified("copy-1"));
        assertThat(world.row(split.later()).state()).isEqualTo(new WindowState.Verified("copy-1"));
    }
}
