package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.StageWorld.Queued;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens to the messages of several windows, in whatever order: all ends as if nothing had happened. */
class StageRunnerModelTest {

    private static final List<Window> WINDOWS = List.of(
            StageWorld.day(0, WindowKind.TILE),
            StageWorld.day(1, WindowKind.TILE),
            StageWorld.day(0, WindowKind.LATE),
            StageWorld.day(0, WindowKind.CENSUS));

    private sealed interface Event {

        void happen(StageWorld world, List<StageMessage> seen);

        private static Queued any(StageWorld world, int which) {
            Queued queued = world.queue.get(which % world.queue.size());
            world.clock.advanceTo(queued.due);
            return queued;
        }
    }

    /** Some message is received, in no order. */
    private record Deliver(int which) implements Event {
        @Override
        public void happen(StageWorld world, List<StageMessage> seen) {
            Queued queued = Event.any(world, which);
            seen.add(queued.message);
            world.deliver(queued);
        }
    }

    /** The replica that has received some message dies after so many steps. */
    private record Crash(int which, int after) implements Event {
        @Override
        public void happen(StageWorld world, List<StageMessage> seen) {
            world.steps.crashAt(after);
            new Deliver(which).happen(world, seen);
            world.steps.at(1, () -> {});
        }
    }

    /** While one replica handles some message, another one receives some, perhaps the same. */
    private record Race(int which, int after, int other) implements Event {
        @Override
        public void happen(StageWorld world, List<StageMessage> seen) {
            world.steps.at(after, () -> {
                if (!world.queue.isEmpty()) {
                    new Deliver(other).happen(world, seen);
                }
            });
            new Deliver(which).happen(world, seen);
            world.steps.at(1, () -> {});
        }
    }

    /** A message that was handled long ago comes again. */
    private record Repeat(int which) implements Event {
        @Override
        public void happen(StageWorld world, List<StageMessage> seen) {
            if (!seen.isEmpty()) {
                world.queue.add(new Queued(seen.get(which % seen.size()), world.clock.instant()));
            }
        }
    }

    /** A message gets lost, as it should not. */
    private record Lose(int which) implements Event {
        @Override
        public void happen(StageWorld world, List<StageMessage> seen) {
            world.queue.remove(Event.any(world, which));
        }
    }

    /** Time passes, and lost messages are looked for. */
    private record Sweep(int minutes) implements Event {
        @Override
        public void happen(StageWorld world, List<StageMessage> seen) {
            world.clock.advance(Duration.ofMinutes(minutes));
            world.sweep();
        }
    }

    @Property(tries = 3_000)
    void whateverHappensToMessagesTheWindowsEndTheSame(
            @ForAll Scenario scenario, @ForAll("histories") List<Event> history) {
        StageWorld calm = scenario.begin(WINDOWS);
        calm.drain();

        StageWorld world = scenario.begin(WINDOWS);
        List<StageMessage> seen = new ArrayList<>();
        for (Event event : history) {
            if (!world.queue.isEmpty()) {
                event.happen(world, seen);
            }
        }
        finish(world);

        assertThat(world.outcome()).isEqualTo(calm.outcome());
        assertThat(world.moves()).isEqualTo(calm.moves());
    }

    /** Nothing more goes wrong; lost messages are found by sweeps, whose patience has grown with each. */
    private static void finish(StageWorld world) {
        world.drain();
        for (int sweeps = 0;
                world.windows.windows().anyMatch(row -> !row.state().terminal());
                sweeps++) {
            assertThat(sweeps).as("sweeps until all is found").isLessThan(20);
            world.clock.advance(StageWorld.PATIENCE.multipliedBy(2_000));
            world.sweep();
            world.drain();
        }
    }

    @Provide
    Arbitrary<List<Event>> histories() {
        Arbitrary<Integer> which = Arbitraries.integers().between(0, 50);
        Arbitrary<Integer> after = Arbitraries.integers().between(1, 12);
        Arbitrary<Event> deliver = which.map(Deliver::new);
        Arbitrary<Event> crash = Combinators.combine(which, after).as(Crash::new);
        Arbitrary<Event> race = Combinators.combine(which, after, which).as(Race::new);
        Arbitrary<Event> repeat = which.map(Repeat::new);
        Arbitrary<Event> lose = which.map(Lose::new);
        Arbitrary<Event> sweep = Arbitraries.integers().between(1, 300).map(Sweep::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(6, deliver),
                        Tuple.of(3, crash),
                        Tuple.of(3, race),
                        Tuple.of(2, repeat),
                        Tuple.of(1, lose),
                        Tuple.of(1, sweep))
                .list()
                .ofMinSize(5)
                .ofMaxSize(60);
    }
}
