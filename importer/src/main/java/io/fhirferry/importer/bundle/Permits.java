package io.fhirferry.importer.bundle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Lets as many requests of this replica go at once as its {@link AdaptiveLimit} allows; the others wait in line. Tells those who
 * bring requests when there is room for more of them in that line.
 */
final class Permits {

    private static final Duration LOOK = Duration.ofMillis(500);
    /** So many requests may wait in any case: a file is to be opened before the next ones come. */
    private static final int LEAST_STOCK = 4;

    private final AdaptiveLimit limit;
    private final IntSupplier ceiling;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Condition fewerWait = lock.newCondition();
    private long pausedUntil;
    /** Those who wait for room, in the order in which they came. */
    private final Deque<Object> line = new ArrayDeque<>();

    private int waiting;
    private int expected;

    /**
     * Nothing is under way.
     *
     * @param ceiling the most that the limit can be, asked for before each request
     * @param nanos a clock that only goes forward, such as {@link System#nanoTime()}
     */
    Permits(IntSupplier ceiling, LongSupplier nanos) {
        this.limit = new AdaptiveLimit(1);
        this.ceiling = ceiling;
        this.nanos = nanos;
        this.pausedUntil = nanos.getAsLong();
    }

    /** A request that was let go. Exactly one of its methods is called once. */
    final class Permit {

        private final AdaptiveLimit.Started started;
        private volatile long since;

        private Permit(AdaptiveLimit.Started started) {
            this.started = started;
            this.since = nanos.getAsLong();
        }

        /** The request is sent now; what was done before does not count as the server's. */
        void begins() {
            since = nanos.getAsLong();
        }

        /**
         * The server has done its work.
         *
         * @param entries how much that was, from 1
         */
        void answered(int entries) {
            end(() -> limit.answered(started, nanos.getAsLong() - since, entries));
        }

        /**
         * The server refused for its rate.
         *
         * @param everybody how long nothing at all is sent; zero when only this request is to wait
         */
        void refused(Duration everybody) {
            end(() -> {
                // At the lowest limit there is nothing left to reduce but time.
                limit.refused(started);
                if (!everybody.isZero()) {
                    pausedUntil = Math.max(pausedUntil, nanos.getAsLong() + everybody.toNanos());
                }
            });
        }

        /** No answer, or a failure of the server. */
        void failed() {
            end(() -> limit.failed(started));
        }

        /** The request was not made, or its answer says nothing about how much the server can do. */
        void withdrawn() {
            end(() -> limit.withdrawn(started));
        }
    }

    /** Room for somebody who is about to bring requests, which count as if they waited already. To be closed. For one thread. */
    final class Room implements AutoCloseable {

        private int toCome;

        private Room(int requests) {
            this.toCome = requests;
        }

        /** One more of the requests waits for itself. */
        void brought() {
            giveBack(Math.min(1, toCome));
        }

        /** No more requests are to come. May be called again. */
        @Override
        public void close() {
            giveBack(toCome);
        }

        private void giveBack(int requests) {
            toCome -= requests;
            count(() -> expected -= requests);
        }
    }

    /**
     * Waits until more requests are wanted, which is when fewer wait than may be under way, or very few: who brings some before
     * that only holds what another replica could send. Who comes first gets room first.
     *
     * @param requests about how many will be brought
     * @param longest after which it is given up
     * @param alive called from time to time meanwhile; what it throws ends the waiting
     * @return empty when there was no room for that long
     */
    Optional<Room> room(int requests, Duration longest, Runnable alive) throws InterruptedException {
        Object me = new Object();
        count(() -> line.add(me));
        try {
            return room(me, requests, nanos.getAsLong() + longest.toNanos(), alive);
        } finally {
            count(() -> line.remove(me));
        }
    }

    private Optional<Room> room(Object me, int requests, long until, Runnable alive) throws InterruptedException {
        while (true) {
            alive.run();
            lock.lockInterruptibly();
            try {
                if (line.peek() == me && waiting + expected < Math.max(LEAST_STOCK, limit.limit())) {
                    expected += requests;
                    return Optional.of(new Room(requests));
                }
                long left = until - nanos.getAsLong();
                if (left <= 0) {
                    return Optional.empty();
                }
                fewerWait.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Waits for its turn.
     *
     * @param alive called from time to time meanwhile; what it throws ends the waiting
     */
    Permit acquire(Runnable alive) throws InterruptedException {
        count(() -> waiting++);
        try {
            return turn(alive);
        } finally {
            count(() -> waiting--);
        }
    }

    private Permit turn(Runnable alive) throws InterruptedException {
        while (true) {
            alive.run();
            int most = ceiling.getAsInt();
            lock.lockInterruptibly();
            try {
                limit.ceiling(most);
                long pause = pausedUntil - nanos.getAsLong();
                if (pause <= 0 && limit.hasRoom()) {
                    return new Permit(limit.start());
                }
                changed.await(pause > 0 ? Math.min(pause, LOOK.toNanos()) : LOOK.toNanos(), TimeUnit.NANOSECONDS);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Whether the limit is as low as it can be. */
    boolean isLowest() {
        return limit() == 1;
    }

    /** How many requests may be under way now. */
    int limit() {
        lock.lock();
        try {
            return limit.limit();
        } finally {
            lock.unlock();
        }
    }

    /** How many requests wait for their turn. */
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    private void end(Runnable how) {
        count(() -> {
            how.run();
            changed.signalAll();
        });
    }

    private void count(Runnable change) {
        lock.lock();
        try {
            change.run();
            fewerWait.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
