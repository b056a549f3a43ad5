package io.fhirferry.importer.bundle;

import static io.fhirferry.importer.bundle.BundleLog.LOG;

import io.fhirferry.common.queue.FailureKind;
import io.fhirferry.common.stage.ReplicaStore;
import io.fhirferry.common.window.StageName;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * This replica's share of the requests that all replicas together may have under way: an equal one for each that is at work.
 * It is worked out when it is asked for, so replicas without work leave no signs of life, and theirs to the others.
 */
final class Share implements IntSupplier {

    /** Between two signs of life. */
    static final Duration BEAT = Duration.ofSeconds(10);

    /** A replica that was silent for three of them is gone. */
    static final Duration LIFETIME = BEAT.multipliedBy(3).plusSeconds(5);

    /** What waits for longer is better off with the others at work. */
    private static final Duration SHARED = Duration.ofSeconds(1);

    /** There may be others without work, who leave no signs of life; but what goes back loses its place in the order. */
    private static final Duration ALONE = Duration.ofSeconds(10);

    private final ReplicaStore replicas;
    private final String replica;
    private final int whole;
    private final LongSupplier nanos;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile int share = 1;
    private volatile boolean alone = true;
    private volatile long due;

    /**
     * A share of nothing known yet.
     *
     * @param replica names this process
     * @param whole {@code ferry.import.max-requests}
     * @param nanos a clock that only goes forward
     */
    Share(ReplicaStore replicas, String replica, int whole, LongSupplier nanos) {
        this.replicas = replicas;
        this.replica = replica;
        this.whole = whole;
        this.nanos = nanos;
        this.due = nanos.getAsLong();
    }

    /** The share, at least 1: what is left when it cannot be divided stays unused. */
    @Override
    public int getAsInt() {
        // One renews it; the others go on with what they know.
        if (nanos.getAsLong() - due >= 0 && renewing.tryLock()) {
            try {
                renew();
            } finally {
                renewing.unlock();
            }
        }
        return share;
    }

    /** How long a slice waits here before it is offered to others. */
    Duration longestWait() {
        return alone ? ALONE : SHARED;
    }

    private void renew() {
        if (nanos.getAsLong() - due < 0) {
            return;
        }
        due = nanos.getAsLong() + BEAT.toNanos();
        try {
            int atWork = replicas.beat(StageName.IMPORT, replica, LIFETIME);
            alone = atWork == 1;
            share = Math.max(1, whole / atWork);
        } catch (RuntimeException e) {
            // The storage is away for the moment, or the row could not be written: what was known is as good as any.
            LOG.notCounted(FailureKind.of(e), share, BEAT.toString());
        }
    }
}
