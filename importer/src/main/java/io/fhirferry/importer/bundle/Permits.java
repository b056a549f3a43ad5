package io.fhirferry.importer.bundle;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Lets as many requests of this replica go at once as its {@link AdaptiveLimit} allows; the others wait.
 */
final class Permits {

    private static final Duration LOOK = Duration.ofMillis(500);
    /** In this time more can be brought, which takes some requests to the storage. */
    private static final Duration AHEAD = Duration.ofMillis(250);

    private final AdaptiveLimit limit;
    private final IntSupplier ceiling;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Recently begun;
    private volatile Runnable listener = () -> {};
    private long pausedUntil;
    private int waiting;

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
        this.begun = new Recently(AHEAD, pausedUntil);
    }

    /** Whom to tell, on any thread, when there are more or fewer requests that wait, or that may be under way. */
    void whenChanged(Runnable told) {
        listener = told;
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
                    begun.count(nanos.getAsLong());
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

    /** How many requests are to wait, so that there are some whenever their turn comes. */
    int wanted() {
        lock.lock();
        try {
            return Math.max(limit.limit(), begun.number(nanos.getAsLong()));
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
        } finally {
            lock.unlock();
        }
        listener.run();
    }
}
