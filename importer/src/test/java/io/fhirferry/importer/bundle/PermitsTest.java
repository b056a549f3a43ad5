package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PermitsTest {

    private static final Duration SHORT = Duration.ofSeconds(2);
    /** While few may be under way. */
    private static final int MAY_WAIT = 4;

    private static final Runnable ALIVE = () -> {};

    private final AtomicLong nanos = new AtomicLong();
    private final Permits permits = new Permits(() -> 8, nanos::get);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void whoIsAboutToBringRequestsTakesRoomForThem() throws InterruptedException {
        // when
        Permits.Room room = permits.room(MAY_WAIT + 1, SHORT, ALIVE).orElseThrow();

        // then
        assertThat(thereIsRoom()).isFalse();

        // when the first of them waits elsewhere, or is answered already
        room.brought();

        // then
        assertThat(thereIsRoom()).isFalse();

        // when the second one is
        room.brought();

        // then
        assertThat(thereIsRoom()).isTrue();
    }

    @Test
    void whoHasNothingToBringAfterAllLeavesTheRoomToOthers() throws InterruptedException {
        // given
        Permits.Room room = permits.room(MAY_WAIT, SHORT, ALIVE).orElseThrow();
        assertThat(thereIsRoom()).isFalse();

        // when
        room.close();
        room.close();

        // then
        assertThat(thereIsRoom()).isTrue();
    }

    @Test
    void thereIsRoomAgainOnceARequestThatWaitedIsUnderWay() throws Exception {
        // given one request under way, and some that wait
        Permits.Permit underWay = permits.acquire(ALIVE);
        waiting(MAY_WAIT);

        // then
        assertThat(thereIsRoom()).isFalse();

        // when the first is answered, the next one's turn has come
        underWay.withdrawn();

        // then
        await().until(() -> permits.waiting() == MAY_WAIT - 1);
        assertThat(thereIsRoom()).isTrue();
    }

    @Test
    void whoWaitsForRoomGetsItAsSoonAsThereIsSome() throws Exception {
        // given
        Permits.Permit underWay = permits.acquire(ALIVE);
        waiting(MAY_WAIT);
        Future<Boolean> room =
                threads.submit(() -> permits.room(1, SHORT, ALIVE).isPresent());

        // when
        underWay.withdrawn();

        // then
        assertThat(room.get()).isTrue();
    }

    @Test
    void whoCameFirstGetsRoomFirst() throws Exception {
        // given two who wait for room, one after the other
        Permits.Room taken = permits.room(MAY_WAIT, SHORT, ALIVE).orElseThrow();
        CountDownLatch firstWaits = new CountDownLatch(1);
        Future<Permits.Room> first = threads.submit(
                () -> permits.room(MAY_WAIT, SHORT, firstWaits::countDown).orElseThrow());
        firstWaits.await();
        Future<Permits.Room> second =
                threads.submit(() -> permits.room(1, SHORT, ALIVE).orElseThrow());

        // when there is room for one of them
        taken.close();

        // then
        Permits.Room theirs = first.get();
        assertThat(second.isDone()).isFalse();

        // when the first has brought something
        theirs.brought();

        // then
        assertThat(second.get()).isNotNull();
    }

    @Test
    void moreMayWaitWhereMoreMayBeUnderWay() throws Exception {
        // given a server that does better the more it gets
        Deque<Permits.Permit> underWay = new ArrayDeque<>();
        while (permits.limit() < 8) {
            while (underWay.size() < permits.limit()) {
                underWay.add(permits.acquire(ALIVE));
            }
            nanos.addAndGet(Duration.ofMillis(100).toNanos() / underWay.size());
            underWay.remove().answered(10);
        }
        while (underWay.size() < permits.limit()) {
            underWay.add(permits.acquire(ALIVE));
        }

        // when as many wait as may be under way, less one
        waiting(7);

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
