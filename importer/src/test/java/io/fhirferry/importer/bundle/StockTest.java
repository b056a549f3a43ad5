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

class StockTest {

    private static final Duration SHORT = Duration.ofSeconds(2);
    /** While one may be under way. */
    private static final int MAY_WAIT = 1;

    private static final Runnable ALIVE = () -> {};

    private final AtomicLong nanos = new AtomicLong();
    private final Permits permits = new Permits(() -> 8, nanos::get);
    private final Stock stock = new Stock(permits, nanos::get);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void whoIsAboutToBringRequestsTakesRoomForThem() throws InterruptedException {
        // when
        Stock.Room room = stock.room(MAY_WAIT + 1, SHORT, ALIVE).orElseThrow();

        // then
        assertThat(thereIsRoom()).isFalse();

        // when both are on their way, and the first of them waits elsewhere or is answered already
        room.brought();
        room.brought();
        room.waits();

        // then
        assertThat(thereIsRoom()).isFalse();

        // when the second one is
        room.waits();

        // then
        assertThat(thereIsRoom()).isTrue();
    }

    @Test
    void whoHasNothingToBringAfterAllLeavesTheRoomToOthers() throws InterruptedException {
        // given
        Stock.Room room = stock.room(MAY_WAIT, SHORT, ALIVE).orElseThrow();
        assertThat(thereIsRoom()).isFalse();

        // when
        room.close();
        room.close();

        // then
        assertThat(thereIsRoom()).isTrue();
    }

    @Test
    void whatIsMoreThanWasSaidCountsToo() throws InterruptedException {
        // given one who brings two instead of one
        Stock.Room room = stock.room(MAY_WAIT, SHORT, ALIVE).orElseThrow();
        room.brought();
        room.brought();
        room.complete();

        // when one of them waits elsewhere, or is answered already
        room.waits();

        // then
        assertThat(thereIsRoom()).isFalse();

        // when the other one comes to nothing
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
        Future<Boolean> room = threads.submit(() -> stock.room(1, SHORT, ALIVE).isPresent());

        // when
        underWay.withdrawn();

        // then
        assertThat(room.get()).isTrue();
    }

    @Test
    void whoCameFirstGetsRoomFirst() throws Exception {
        // given two who wait for room, one after the other
        Stock.Room taken = stock.room(MAY_WAIT, SHORT, ALIVE).orElseThrow();
        CountDownLatch firstWaits = new CountDownLatch(1);
        Future<Stock.Room> first = threads.submit(
                () -> stock.room(MAY_WAIT, SHORT, firstWaits::countDown).orElseThrow());
        firstWaits.await();
        Future<Stock.Room> second =
                threads.submit(() -> stock.room(1, SHORT, ALIVE).orElseThrow());

        // when there is room for one of them
        taken.close();

        // then
        Stock.Room theirs = first.get();
        assertThat(second.isDone()).isFalse();

        // when the first has brought something
        theirs.brought();
        theirs.waits();

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
    void whatIsSentInAQuarterOfASecondMayWait() throws Exception {
        // given a server that is done with ten requests, one after the other, in a fifth of a second
        for (int i = 0; i < 10; i++) {
            Permits.Permit permit = permits.acquire(ALIVE);
            nanos.addAndGet(Duration.ofMillis(20).toNanos());
            permit.withdrawn();
        }

        // then
        assertThat(stock.room(9, SHORT, ALIVE)).isPresent();
        assertThat(stock.room(1, SHORT, ALIVE)).isPresent();
        assertThat(thereIsRoom()).isFalse();
    }

    @Test
    void asManySlicesAreWantedAsBringWhatIsMissing() throws Exception {
        // given ten requests that may wait, of which nothing is known to come
        for (int i = 0; i < 10; i++) {
            permits.acquire(ALIVE).withdrawn();
        }
        assertThat(stock.appetite()).isEqualTo(10);

        // when slices bring three each
        for (int i = 0; i < 20; i++) {
            stock.room(3, SHORT, ALIVE).orElseThrow().close();
        }

        // then
        assertThat(stock.appetite()).isEqualTo(3);

        // when another one begins
        Stock.Room room = stock.room(3, SHORT, ALIVE).orElseThrow();

        // then
        assertThat(stock.appetite()).isEqualTo(2);

        // when one begins that is enough for all
        stock.room(30, SHORT, ALIVE).orElseThrow();

        // then
        assertThat(stock.appetite()).isZero();

        // when the first has brought its own, there is still enough
        room.close();

        // then
        assertThat(stock.appetite()).isZero();
    }

    @Test
    void whoIsNoLongerInChargeWaitsForNoRoom() throws Exception {
        // given
        permits.acquire(ALIVE);
        waiting(1);

        // when
        Future<Boolean> room = threads.submit(() -> stock.room(1, SHORT, () -> {
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
        return stock.room(1, SHORT, () -> nanos.addAndGet(SHORT.toNanos()))
                .map(room -> {
                    room.close();
                    return true;
                })
                .orElse(false);
    }
}
