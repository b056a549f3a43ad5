package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.StageWorld.Queued;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interferes with every scenario at every point between two effects, one after the other. */
class StageRunnerFaultsTest {

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void aCrashAtAnyPointChangesNothing(Scenario scenario) {
        interfereEverywhere(scenario, world -> world.steps::crashAt, Sends.ONCE_MORE);
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void twoCrashesAtAnyPointsChangeNothing(Scenario scenario) {
        int distance = 7;
        interfereEverywhere(
                scenario,
                world -> n -> world.steps.at(n, () -> {
                    world.steps.crashAt(distance);
                    throw new Steps.Crash();
                }),
                Sends.TWICE_MORE);
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void theSameMessageHandledByAnotherReplicaAtAnyPointChangesNothing(Scenario scenario) {
        interfereEverywhere(
                scenario,
                world -> n -> world.steps.at(n, () -> world.next(queued -> true).ifPresent(world::deliver)),
                Sends.TWICE_MORE);
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void anotherMessageHandledByAnotherReplicaAtAnyPointChangesNothing(Scenario scenario) {
        interfereEverywhere(
                scenario,
                world -> n -> world.steps.at(n, () -> last(world).ifPresent(world::deliver)),
                Sends.TWICE_MORE);
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void aSweepAtAnyPointChangesNothing(Scenario scenario) {
        interfereEverywhere(
                scenario,
                world -> n -> world.steps.at(n, () -> {
                    world.clock.advance(StageWorld.PATIENCE.multipliedBy(3));
                    world.sweep();
                }),
                Sends.TWICE_MORE);
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void aTouchByAnotherReplicaAtAnyPointChangesNothing(Scenario scenario) {
        interfereEverywhere(
                scenario,
                world -> n -> world.steps.at(
                        n,
                        () -> world.windows.windows().forEach(row -> world.windows.touch(row, world.clock.instant()))),
                Sends.EXACTLY);
    }

    private enum Sends {
        EXACTLY,
        ONCE_MORE,
        TWICE_MORE
    }

    @FunctionalInterface
    private interface Interference {
        void at(int n);
    }

    private static void interfereEverywhere(
            Scenario scenario, Function<StageWorld, Interference> interference, Sends sends) {
        StageWorld calm = scenario.begin();
        calm.drain();
        int n = 0;
        boolean happened = true;
        while (happened) {
            n++;
            StageWorld world = scenario.begin();
            interference.apply(world).at(n);
            world.drain();
            happened = world.steps.hasHappened();

            assertThat(world.outcome()).as("%s, point %d", scenario, n).isEqualTo(calm.outcome());
            assertThat(world.moves()).as("%s, point %d", scenario, n).isEqualTo(calm.moves());
            // What follows from one move, or the slices of one plan, is sent again; that does not go on growing.
            int extra =
                    switch (sends) {
                        case EXACTLY -> 0;
                        case ONCE_MORE -> 4;
                        case TWICE_MORE -> 8;
                    };
            assertThat(world.sent)
                    .as("messages sent, %s, point %d", scenario, n)
                    .hasSizeBetween(calm.sent.size(), calm.sent.size() + extra);
        }
        assertThat(n).as("points at which it could happen").isGreaterThan(20);
    }

    private static Optional<Queued> last(StageWorld world) {
        return world.queue.isEmpty() ? Optional.empty() : Optional.of(world.queue.getLast());
    }
}
