package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Plans of several slices: sent once, done in any order, joined by whoever is the last. */
class StageRunnerSlicesTest {

    private static final int SLICES = 4;

    private final StageWorld world = new StageWorld();
    private final ScriptedStage export = world.stage(StageName.EXPORT).slices(SLICES);

    private WindowRow begin() {
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.TILE));
        world.deliver(world.queue.getFirst());
        return row;
    }

    private Handled handle(StageMessage message) {
        return world.runner(message.stage()).handle(message, Heartbeat.NONE);
    }

    @Test
    void eachSliceHasItsOwnMessageInTheQueueOfTheStage() {
        WindowRow row = begin();

        assertThat(world.waitingFor(StageName.EXPORT))
                .allSatisfy(message -> {
                    assertThat(message.slices()).isEqualTo(SLICES);
                    assertThat(message.generation()).isZero();
                })
                .extracting(StageMessage::slice)
                .containsExactly(
                        new Slice(0, "body0"), new Slice(1, "body1"), new Slice(2, "body2"), new Slice(3, "body3"));
        assertThat(export.works).isEmpty();
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Exporting());
    }

    @Property(tries = 200)
    void slicesMayBeDoneInAnyOrderAndSeveralTimes(@ForAll("orders") List<Integer> order) {
        StageWorld fresh = new StageWorld();
        ScriptedStage stage = fresh.stage(StageName.EXPORT).slices(SLICES);
        WindowRow row = fresh.plan(StageWorld.day(0, WindowKind.TILE));
        fresh.deliver(fresh.queue.getFirst());
        List<StageMessage> messages = fresh.waitingFor(StageName.EXPORT);

        order.forEach(index -> fresh.runner(StageName.EXPORT).handle(messages.get(index), Heartbeat.NONE));

        boolean complete = order.stream().distinct().count() == SLICES;
        assertThat(fresh.row(row).state())
                .isEqualTo(complete ? new WindowState.Exported("export-1") : new WindowState.Exporting());
        assertThat(stage.works).hasSize((int) order.stream().distinct().count());
    }

    @Provide
    Arbitrary<List<Integer>> orders() {
        return Arbitraries.integers().between(0, SLICES - 1).list().ofMinSize(1).ofMaxSize(12);
    }

    @Test
    void thePlanThatWasStoredCountsEvenIfItWouldBeMadeDifferentlyNow() {
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.TILE));
        StageMessage start = world.waitingFor(StageName.EXPORT).getFirst();
        handle(start);

        export.slices(2);
        handle(start);
        export.slices(SLICES);
        world.drain(StageName.EXPORT);

        assertThat(world.sent.stream().filter(StageMessage::isShared).map(StageMessage::slices))
                .containsOnly(SLICES);
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Exported("export-1"));
    }

    @Test
    void slicesThatAreDoneAreNotSentAgain() {
        begin();
        List<StageMessage> messages = world.waitingFor(StageName.EXPORT);
        handle(messages.getFirst());
        world.clock.advance(StageWorld.PATIENCE.plusSeconds(1));
        world.sweep();
        world.sent.clear();

        handle(world.waitingFor(StageName.EXPORT).getLast());

        assertThat(world.sent).extracting(message -> message.slice().index()).containsExactly(1, 2, 3);
        assertThat(world.sent).extracting(StageMessage::generation).containsOnly(1);
    }

    @Test
    void aPlanOfOneSliceNeedsNoFurtherMessage() {
        export.slices(1);
        WindowRow row = begin();

        assertThat(world.row(row).state()).isEqualTo(new WindowState.Exported("export-1"));
        assertThat(world.plans.find(world.row(row), StageName.EXPORT)).isEmpty();
        assertThat(world.slices.doneIndexes(world.row(row), StageName.EXPORT)).isEmpty();
    }

    @Test
    void aPlanOfNoSliceIsJoinedAtOnce() {
        export.slices(0);
        WindowRow row = begin();

        assertThat(export.works).isEmpty();
        assertThat(world.row(row).state()).isEqualTo(new WindowState.Exported("export-1"));
        assertThat(world.waitingFor(StageName.COPY)).hasSize(1);
    }

    @Test
    void aPlanWhoseSlicesAreNotNumberedIsRefusedBeforeAnythingIsSent() {
        Stage odd = new Stage() {
            @Override
            public StageName name() {
                return StageName.EXPORT;
            }

            @Override
            public List<Slice> plan(WindowRow row) {
                return List.of(new Slice(1, ""), new Slice(2, ""));
            }

            @Override
            public WorkResult work(Work work) {
                throw new AssertionError("nothing to work on");
            }

            @Override
            public Joined join(WindowRow row, List<String> results) {
                throw new AssertionError("nothing to join");
            }
        };
        StageRunner runner = new StageRunner(
                odd,
                world.windows,
                world.slices,
                world.plans,
                world::send,
                Gate.OPEN,
                StageWorld.RETRIES,
                StageWorld.TOUCH_EVERY,
                "r",
                world.clock);
        world.plan(StageWorld.day(0, WindowKind.TILE));
        StageMessage start = world.sent.getFirst();

        assertThatThrownBy(() -> runner.handle(start, Heartbeat.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("slice 1 in place 0");
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void aSliceThatFailsForGoodFailsTheWindowAndTheOthersAreDropped() {
        export.works(work -> work.slice().index() == 1
                ? new WorkResult.Fail("status 403", false)
                : new WorkResult.Done("r" + work.slice().index()));
        WindowRow row = begin();

        world.drain();

        assertThat(world.row(row).state()).isEqualTo(new WindowState.Failed(StageName.EXPORT, "status 403", false, ""));
        assertThat(export.works).hasSize(2);
    }

    @Test
    void shortSlicesKeepTheirWindowAlive() {
        WindowRow row = begin();
        world.clock.advance(StageWorld.TOUCH_EVERY);

        handle(world.waitingFor(StageName.EXPORT).getFirst());

        assertThat(world.row(row).touchedAt()).isEqualTo(world.clock.instant());
    }

    @Test
    void ofManySlicesTheLastAloneSendsTheNextMessage() {
        begin();
        List<StageMessage> messages = world.waitingFor(StageName.EXPORT);
        messages.forEach(this::handle);

        // All of them come again while the next stage has not begun yet.
        messages.forEach(this::handle);

        assertThat(world.waitingFor(StageName.COPY)).hasSize(2);
    }

    @Test
    void aMessageSentTwiceDoesNotMultiplyFromStageToStage() {
        for (StageName stage : StageName.values()) {
            world.stage(stage).slices(20);
        }
        WindowRow row = world.plan(StageWorld.day(0, WindowKind.TILE));
        world.send(StageMessage.start(StageWorld.MIGRATION, row, StageName.EXPORT));

        // Queues are long: each stage is done with all of its messages before the next one begins.
        for (StageName stage : StageName.values()) {
            world.drain(stage);
        }

        assertThat(world.row(row).state()).isEqualTo(new WindowState.Verified("copy-1"));
        assertThat(world.sent).hasSize(2 + 20 + 3 * 21);
    }

    @Test
    void twoThatFinishAtOnceMoveTheWindowOnceAndLoseNothing() throws Exception {
        CyclicBarrier bothDone = new CyclicBarrier(2);
        for (int round = 0; round < 50; round++) {
            StageWorld racing = new StageWorld();
            racing.stage(StageName.EXPORT).slices(2).works(work -> {
                meet(bothDone);
                return new WorkResult.Done("r" + work.slice().index());
            });
            WindowRow row = racing.plan(StageWorld.day(0, WindowKind.TILE));
            racing.deliver(racing.queue.getFirst());
            List<StageMessage> messages = List.copyOf(racing.waitingFor(StageName.EXPORT));
            StageRunner runner = racing.runner(StageName.EXPORT);

            try (ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var future : replicas.invokeAll(IntStream.range(0, 2)
                        .mapToObj(i -> (Callable<Handled>) () -> runner.handle(messages.get(i), Heartbeat.NONE))
                        .toList())) {
                    assertThat(future.get()).isEqualTo(new Handled.Finished());
                }
            }

            assertThat(racing.row(row).state()).isEqualTo(new WindowState.Exported("export-1"));
            assertThat(racing.moves().get(row.id())).hasSize(3);
            assertThat(racing.waitingFor(StageName.COPY)).hasSize(1);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("the other replica never came", e);
        }
    }
}
