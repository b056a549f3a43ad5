package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long LATENCY = 50_000_000L;

    private static final long SLOW = 300_000_000L;
    private static final long ON_THE_WAY = 5_000_000L;

    /** Rounds for some trials, of which the first may fail. */
    private static final long FIRST_HOLDS = 8 + 16 + 32;

    @Property(tries = 60)
    void itReachesNineTenthsOfTheBestFixedConcurrencyAndIsHardlyEverRefused(
            @ForAll @IntRange(min = 1, max = 60) int capacity, @ForAll long seed) {
        // given a server that refuses what is more than its capacity
        AdaptiveLimit limit = new AdaptiveLimit(100);
        SimulatedServer server = new SimulatedServer(capacity, LATENCY, seed).with(limit);

        // when it works for a minute, the search at the beginning included
        SimulatedServer.Counted counted = server.run(60 * SECOND);

        // then
        double best = capacity * 60.0 * SECOND / LATENCY;
        assertThat(counted.answers()).isGreaterThan((long) (0.9 * best));
        assertThat(counted.refusedShare()).isLessThan(0.02);
    }

    @Property(tries = 100)
    void requestsThatOvertakeEachOtherAreNotTakenForALowerNumber(
            @ForAll @IntRange(min = 4, max = 40) int capacity, @ForAll long seed) {
        // given a server at which requests arrive in bursts, and in another order than they started in
        AdaptiveLimit limit = new AdaptiveLimit(100);
        SimulatedServer server = new SimulatedServer(capacity, SLOW, seed)
                .afterAWayOf(ON_THE_WAY)
                .with(limit);
        server.run(10 * SECOND);

        // when
        SimulatedServer.Counted counted = server.run(30 * SECOND);

        // then
        assertThat(counted.answers()).isGreaterThan((long) (0.95 * capacity * 30 * SECOND / (SLOW + ON_THE_WAY / 2)));
        assertThat(counted.refusedShare()).isLessThan(0.02);
    }

    @Property(tries = 100)
    void replicasThatKnowNothingOfEachOtherShareAServer(
            @ForAll @IntRange(min = 8, max = 60) int capacity,
            @ForAll @IntRange(min = 2, max = 4) int replicas,
            @ForAll boolean inBursts,
            @ForAll long seed) {
        // given
        SimulatedServer server = new SimulatedServer(capacity, LATENCY, seed);
        if (inBursts) {
            server.afterAWayOf(ON_THE_WAY);
        }
        for (int i = 0; i < replicas; i++) {
            server.with(new AdaptiveLimit(100));
        }

        // when
        SimulatedServer.Counted counted = server.run(120 * SECOND);

        // then
        double best = capacity * 120.0 * SECOND / (LATENCY + ON_THE_WAY);
        assertThat(counted.answers()).isGreaterThan((long) (0.9 * best));
        assertThat(counted.refusedShare()).isLessThan(0.02);
    }

    @Property(tries = 100)
    void aReplicaThatFoundNoRoomSoonTakesWhatOthersLeave(
            @ForAll @IntRange(min = 4, max = 40) int capacity, @ForAll long seed) {
        // given a replica that comes when another one has taken everything
        AdaptiveLimit first = new AdaptiveLimit(100);
        SimulatedServer server = new SimulatedServer(capacity, SLOW, seed).with(first);
        server.run(20 * SECOND);
        server.with(new AdaptiveLimit(100)).run(2 * SECOND);

        // when that one has nothing more to do
        server.without(first).run((FIRST_HOLDS + capacity) * SLOW);
        SimulatedServer.Counted counted = server.run(20 * SECOND);

        // then
        assertThat(counted.answers()).isGreaterThan((long) (0.85 * capacity * 20 * SECOND / SLOW));
    }

    @Property(tries = 100)
    void itFollowsAServerThatTakesLessAndThenMoreAgain(
            @ForAll @IntRange(min = 8, max = 40) int capacity, @ForAll long seed) {
        // given
        SimulatedServer server = new SimulatedServer(capacity, LATENCY, seed).with(new AdaptiveLimit(100));
        server.run(60 * SECOND);

        // when the server takes a quarter
        server.takes(capacity / 4);
        server.run(10 * SECOND);
        SimulatedServer.Counted less = server.run(60 * SECOND);

        // then
        assertThat(less.answers()).isGreaterThan((long) (0.85 * (capacity / 4) * 60 * SECOND / LATENCY));
        assertThat(less.refusedShare()).isLessThan(0.02);

        // and when it takes as much as before
        server.takes(capacity);
        server.run(240 * SECOND);
        SimulatedServer.Counted more = server.run(60 * SECOND);

        // then
        assertThat(more.answers()).isGreaterThan((long) (0.85 * capacity * 60 * SECOND / LATENCY));
    }

    @Property(tries = 100)
    void itDoesNotFillTheQueueOfAServerThatSlowsDown(
            @ForAll @IntRange(min = 1, max = 20) int capacity, @ForAll long seed) {
        // given a server that refuses nothing
        AdaptiveLimit limit = new AdaptiveLimit(1_000);
        SimulatedServer server =
                new SimulatedServer(capacity, LATENCY, seed).thatQueues().with(limit);

        // when
        SimulatedServer.Counted counted = server.run(60 * SECOND);

        // then all of it is used, and a request waits for a few others at most
        assertThat(counted.answers()).isGreaterThan((long) (0.85 * capacity * 60 * SECOND / LATENCY));
        assertThat(limit.limit()).isLessThanOrEqualTo(Math.max(10, capacity * 6));
    }

    @Property(tries = 100)
    void whatIsTriedInVainIsGivenUpSoon(@ForAll long seed) {
        // given a server that works on two at a time
        AdaptiveLimit limit = new AdaptiveLimit(100);
        SimulatedServer server =
                new SimulatedServer(2, LATENCY, seed).thatQueues().with(limit);
        server.run(2 * SECOND);

        // when it is looked now and then how many may be under way
        long step = LATENCY / 50;
        long fewer = 0;
        int tries = 0;
        boolean tried = false;
        for (long time = 0; time < 60 * SECOND; time += step) {
            server.run(step);
            boolean alone = limit.limit() < 2;
            tries += alone && !tried ? 1 : 0;
            fewer += alone ? step : 0;
            tried = alone;
        }

        // then one is tried, for about as long as two answers take after the end of what was under way
        assertThat(tries).isPositive();
        assertThat(fewer / tries).isLessThan(LATENCY * 38 / 10);
    }

    @Property(tries = 100)
    void largeAndSmallBundlesAreNotMistakenForASlowOrAQuickServer(
            @ForAll @IntRange(min = 1, max = 20) int capacity, @ForAll long seed) {
        // given a server that refuses nothing, and bundles of one to a hundred entries
        AdaptiveLimit limit = new AdaptiveLimit(1_000);
        SimulatedServer server = new SimulatedServer(capacity, LATENCY, seed)
                .thatQueues()
                .withBundlesOf(100)
                .with(limit);

        // when its clients have found out
        server.run(120 * SECOND);
        SimulatedServer.Counted counted = server.run(120 * SECOND);

        // then it is busy, and little more than that is under way
        assertThat(counted.busy()).isGreaterThan(0.8);
        assertThat(limit.limit()).isLessThanOrEqualTo(4 * capacity + 2);
    }

    @Property(tries = 100)
    void replicasDoNotOutbidEachOtherAtAServerThatSlowsDown(
            @ForAll @IntRange(min = 1, max = 20) int capacity,
            @ForAll @IntRange(min = 2, max = 4) int replicas,
            @ForAll long seed) {
        // given
        SimulatedServer server = new SimulatedServer(capacity, LATENCY, seed).thatQueues();
        List<AdaptiveLimit> limits = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            limits.add(new AdaptiveLimit(1_000));
            server.with(limits.getLast());
        }

        // when
        SimulatedServer.Counted counted = server.run(300 * SECOND);

        // then
        assertThat(counted.busy()).isGreaterThan(0.85);
        assertThat(limits.stream().mapToInt(AdaptiveLimit::limit).sum())
                .isLessThanOrEqualTo(10 * (capacity + replicas));
    }

    @Property(tries = 100)
    void aServerThatIsSlowerForGoodIsUsedAllTheSame(
            @ForAll @IntRange(min = 1, max = 3) int capacity, @ForAll long seed) {
        // given a server whose work becomes eight times as long, so that it seems to be busy when it is not
        AdaptiveLimit limit = new AdaptiveLimit(1_000);
        SimulatedServer server =
                new SimulatedServer(capacity, LATENCY, seed).thatQueues().with(limit);
        server.run(60 * SECOND);

        // when
        server.takesTimes(8);
        server.run(120 * SECOND);
        SimulatedServer.Counted counted = server.run(120 * SECOND);

        // then
        assertThat(counted.busy()).isGreaterThan(0.6);
    }

    @Property(tries = 100)
    void theCeilingIsNeverExceeded(@ForAll @IntRange(min = 1, max = 50) int ceiling, @ForAll long seed) {
        // given
        AdaptiveLimit limit = new AdaptiveLimit(ceiling);
        SimulatedServer server = new SimulatedServer(1_000, LATENCY, seed).with(limit);

        // when
        SimulatedServer.Counted counted = server.run(20 * SECOND);

        // then it is used, and no more than that
        assertThat(counted.answers()).isGreaterThan((long) (0.85 * ceiling * 20 * SECOND / LATENCY));
        assertThat(limit.underWay()).isLessThanOrEqualTo(ceiling);

        // and when others come
        limit.ceiling((ceiling + 1) / 2);
        server.run(SECOND);

        // then
        assertThat(limit.underWay()).isLessThanOrEqualTo((ceiling + 1) / 2);
    }

    @Test
    void aServerThatFailsIsAskedForHalfAsMuchOnceForAllThatWasUnderWay() {
        // given
        AdaptiveLimit limit = new AdaptiveLimit(16);
        for (int i = 0; i < 100; i++) {
            AdaptiveLimit.Started one = limit.start();
            limit.answered(one, LATENCY, 1);
        }
        int before = limit.limit();
        AdaptiveLimit.Started first = limit.start();
        AdaptiveLimit.Started second = limit.start();

        // when
        limit.failed(first);
        limit.failed(second);

        // then
        assertThat(limit.limit()).isEqualTo(before / 2);
        assertThat(limit.underWay()).isZero();
    }

    @Test
    void aRefusalRightAfterAFailureDoesNotRaiseTheNumber() {
        // given a server that has taken 16 at once
        AdaptiveLimit limit = new AdaptiveLimit(16);
        new SimulatedServer(16, LATENCY, 1).with(limit).run(5 * SECOND);
        assertThat(limit.limit()).isEqualTo(16);
        AdaptiveLimit.Started failed = limit.start();
        AdaptiveLimit.Started refused = limit.start();

        // when
        limit.failed(failed);
        int afterFailure = limit.limit();
        limit.refused(refused);

        // then
        assertThat(limit.limit()).isLessThanOrEqualTo(afterFailure);
    }

    @Test
    void refusalsAtChanceDoNotBringItToAStandstill() {
        // given sixteen under way
        AdaptiveLimit limit = new AdaptiveLimit(16);
        for (int i = 0; i < 40; i++) {
            limit.answered(limit.start(), LATENCY, 1);
            limit.answered(limit.start(), LATENCY, 1);
        }
        int before = limit.limit();

        // when one is refused although hardly anything was under way
        limit.refused(limit.start());

        // then
        assertThat(limit.limit()).isGreaterThanOrEqualTo((int) (before * 0.7));
    }
}
