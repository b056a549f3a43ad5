package io.fhirferry.importer.bundle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * What this replica holds ready for the destination: requests that wait for their turn, and those that slices which have begun
 * are still to bring. Lets another slice begin only when more are wanted, since what lies in one replica's hands is nothing
 * that another one can help with.
 */
final class Stock {

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final double WEIGHT_OF_LAST = 0.25;

    private final Permits permits;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Those who wait for room, in the order in which they came. */
    private final Deque<Object> line = new ArrayDeque<>();

    private int expected;
    /** As many requests do slices bring; the last ones count for more. */
    private double usual = 1;

    /**
     * Nothing is held.
     *
     * @param permits whom requests wait for
     * @param nanos a clock that only goes forward
     */
    Stock(Permits permits, LongSupplier nanos) {
        this.permits = permits;
        this.nanos = nanos;
        permits.whenChanged(() -> change(() -> {}));
    }

    /** Room for somebody who is about to bring requests, which count as if they waited already. To be closed. */
    final class Room implements AutoCloseable {

        private int toCome;
        private int brought;

        private Room(int requests) {
            this.toCome = requests;
        }

        /** Another of the requests, or one more than was said, will wait for its turn in a moment. */
        void brought() {
            change(() -> {
                if (toCome > 0) {
                    toCome--;
                } else {
                    expected++;
                }
                brought++;
            });
        }

        /** One of those that were brought waits for itself. */
        void waits() {
            change(() -> {
                brought--;
                expected--;
            });
        }

        /** No more requests are to come. */
        void complete() {
            change(() -> {
                expected -= toCome;
                toCome = 0;
            });
        }

        /** Nothing of it waits any more, or ever will. */
        @Override
        public void close() {
            change(() -> {
                expected -= toCome + brought;
                toCome = 0;
                brought = 0;
            });
        }
    }

    /** How many more slices could begin now, if they are like the last ones; not more than are sure to have room. */
    int appetite() {
        lock.lock();
        try {
            int missing = missing();
            return missing <= 0 ? 0 : Math.max(1, (int) (missing / usual)) - line.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until more requests are wanted. Who comes first gets room first.
     *
     * @param requests about how many will be brought, at least 1
     * @param longest after which it is given up
     * @param alive called from time to time meanwhile; what it throws ends the waiting
     * @return empty when there was no room for that long
     */
    Optional<Room> room(int requests, Duration longest, Runnable alive) throws InterruptedException {
        Object me = new Object();
        change(() -> line.add(me));
        try {
            return room(me, requests, nanos.getAsLong() + longest.toNanos(), alive);
        } finally {
            change(() -> line.remove(me));
        }
    }

    private Optional<Room> room(Object me, int requests, long until, Runnable alive) throws InterruptedException {
        while (true) {
            alive.run();
            lock.lockInterruptibly();
            try {
                if (line.peek() == me && missing() > 0) {
                    expected += requests;
                    usual += (requests - usual) * WEIGHT_OF_LAST;
                    return Optional.of(new Room(requests));
                }
                long left = until - nanos.getAsLong();
                if (left <= 0) {
                    return Optional.empty();
                }
                changed.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
            } finally {
                lock.unlock();
            }
        }
    }

    private int missing() {
        return permits.wanted() - permits.waiting() - expected;
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
