package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PermitsTest {

    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Runnable ALIVE = () -> {};

    private final AtomicLong nanos = new AtomicLong();
    private final Permits permits = new Permits(() -> 8, nanos::get);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void thereIsRoomForOneWhileNothingIsUnderWay() throws InterruptedException {
        // when one is about to bring requests, and then another one asks
        Permits.Room first = permits.room(1, SHORT, ALIVE).orElseThrow();

        // then
        assertThat(thereIsRoom()).isFalse();

        // when the first one has nothing to bring after all
        first.close();
        first.close();

        // then
        assertThat(thereIsRoom()).isTrue();
    }

    @Test
    void thereIsRoomAgainOnceTheRequestsThatWaitedAreUnderWay() throws Exception {
        // given one request under way, and one that waits
        Permits.Permit underWay = permits.acquire(ALIVE);
        List<Future<Permits.Permit>> waiting = waiting(1);

        // then
        assertThat(thereIsRoom()).isFalse();

        // when the first is answered, the other one's turn has come
        underWay.withdrawn();

        // then
        assertThat(waiting.getFirst().get()).isNotNull();
        assertThat(thereIsRoom()).isTrue();
    }

    @Test
    void whoBringsManyRequestsTakesMuchRoom() throws Exception {
        // given four that may be under way
        openTo(4);

        // when
        Permits.Room room = permits.room(5, SHORT, ALIVE).orElseThrow();

        // then
        assertThat(thereIsRoom()).isFalse();

        // when one of the requests waits for itself
        room.brought();

        // then
        assertThat(thereIsRoom()).isFalse();

        // when another one does
        room.brought();

        // then
        assertThat(thereIsRoom()).isTrue();
    }

    @Test
    void whoWaitsForRoomGetsItAsSoonAsThereIsSome() throws Exception {
        // given
        Permits.Permit underWay = permits.acquire(ALIVE);
        waiting(1);
        Future<Boolean> room =
                threads.submit(() -> permits.room(1, SHORT, ALIVE).isPresent());

        // when
        underWay.withdrawn();

        // then
        assertThat(room.get()).isTrue();
    }

    @Test
    void moreMayWaitWhereMoreMayBeUnderWay() throws Exception {
        // given a server that does better the more it gets
        openTo(4);
        underWay(permits.limit());

        // when as many wait as may be under way, less one
        waiting(permits.limit() - 1);

        // then
        assertThat(thereIsRoom()).isTrue();

        // when
        waiting(1);

        // then
        assertThat(thereIsRoom()).isFalse();
    }

    @Test
    void whoIsNoLongerInChargeWaitsForNoRoom() throws Exception {
        // given
        permits.acquire(ALIVE);
        waiting(1);

        // when
        Future<Boolean> room = threads.submit(() -> permits.room(1, SHORT, () -> {
                    throw new IllegalStateException("somebody else has taken over");
                })
                .isPresent());

        // then
        await().until(room::isDone);
        assertThat(room.state()).isEqualTo(Future.State.FAILED);
    }

    /** Has so many answered in the time of one. */
    private void openTo(int limit) throws InterruptedException {
        while (permits.limit() < limit) {
            List<Permits.Permit> round = underWay(permits.limit());
            nanos.addAndGet(Duration.ofMillis(100).toNanos());
            round.forEach(permit -> permit.answered(10));
        }
    }

    private List<Permits.Permit> underWay(int count) throws InterruptedException {
        List<Permits.Permit> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(permits.acquire(ALIVE));
        }
        return taken;
    }

    /** So many more that wait for their turn. */
    private List<Future<Permits.Permit>> waiting(int count) {
        int all = permits.waiting() + count;
        List<Future<Permits.Permit>> asked = Stream.generate(() -> threads.submit(() -> permits.acquire(ALIVE)))
                .limit(count)
                .toList();
        await().until(() -> permits.waiting() == all);
        return asked;
    }

    /** Asks, and has the time pass while it is waited for. */
    private boolean thereIsRoom() throws InterruptedException {
        return permits.room(1, SHORT, () -> nanos.addAndGet(SHORT.toNanos()))
                .map(room -> {
                    room.close();
                    return true;
                })
                .orElse(false);
    }
}
