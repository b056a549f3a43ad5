package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.MemoryReplicaStore;
import io.fhirferry.common.stage.MutableClock;
import io.fhirferry.common.stage.ReplicaStore;
import io.fhirferry.common.window.StageName;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ShareTest {

    private static final int WHOLE = 15;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T00:00:00Z"));
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger beats = new AtomicInteger();
    private final ReplicaStore store = new MemoryReplicaStore(clock);

    private Share share(String replica) {
        ReplicaStore counted = (stage, name, lifetime) -> {
            beats.incrementAndGet();
            return store.beat(stage, name, lifetime);
        };
        return new Share(counted, replica, WHOLE, nanos::get);
    }

    private void pass(Duration time) {
        clock.advance(time);
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aReplicaAloneHasTheWhole() {
        assertThat(share("a").getAsInt()).isEqualTo(WHOLE);
    }

    @Test
    void whatWaitsIsSoonOfferedToOthersThatAreAtWork() {
        // given
        Share first = share("a");
        first.getAsInt();

        // then what waits keeps its place as long as nobody else is there
        assertThat(first.longestWait()).isEqualTo(Duration.ofSeconds(10));

        // when somebody else is
        share("b").getAsInt();
        pass(Duration.ofSeconds(10));
        first.getAsInt();

        // then
        assertThat(first.longestWait()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void replicasThatComeShareAndThoseThatFallSilentLeaveTheirsToTheOthers() {
        // given
        Share first = share("a");
        Share second = share("b");
        first.getAsInt();

        // when another one comes, it knows at once, the first one within ten seconds
        assertThat(second.getAsInt()).isEqualTo(7);
        assertThat(first.getAsInt()).isEqualTo(WHOLE);
        pass(Duration.ofSeconds(10));
        assertThat(first.getAsInt()).isEqualTo(7);

        // and when it has no more work
        pass(Duration.ofSeconds(36));
        assertThat(first.getAsInt()).isEqualTo(WHOLE);
    }

    @Test
    void aSignOfLifeIsLeftEveryTenSecondsAtMostHoweverOftenTheShareIsAskedFor() {
        Share share = share("a");

        for (int request = 0; request < 1_000; request++) {
            share.getAsInt();
            pass(Duration.ofMillis(30));
        }

        assertThat(beats).hasValue(3);
    }

    @Test
    void moreReplicasThanRequestsHaveOneEach() {
        for (int other = 0; other < WHOLE; other++) {
            share("other-" + other).getAsInt();
        }

        assertThat(share("a").getAsInt()).isEqualTo(1);
    }

    @Test
    void whileTheStorageIsAwayAReplicaKeepsToWhatItKnows() {
        // given a storage that fails at the second sign of life
        ReplicaStore failing = (stage, name, lifetime) -> {
            if (beats.incrementAndGet() == 2) {
                throw new IllegalStateException("away");
            }
            return store.beat(stage, name, lifetime);
        };
        Share share = new Share(failing, "a", WHOLE, nanos::get);
        store.beat(StageName.IMPORT, "b", Share.LIFETIME);
        assertThat(share.getAsInt()).isEqualTo(7);

        // then
        pass(Share.BEAT);
        assertThat(share.getAsInt()).isEqualTo(7);
        pass(Share.LIFETIME);
        assertThat(share.getAsInt()).isEqualTo(WHOLE);
    }
}
