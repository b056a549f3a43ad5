package io.fhirferry.common.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One received message while this receiver holds it: its last receipt, its envelope, and until when it is hidden.
 * Updates of the handler and of the renewal take turns, because each makes the receipt before it void.
 */
final class MessageHold {

    private final QueueAccess access;
    private final EnvelopeCodec codec;
    private final Clock clock;
    private final Duration visibility;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Received received;
    private Receipt receipt;
    private volatile Envelope envelope;
    private volatile Instant hiddenUntil;
    private volatile boolean gone;
    private volatile boolean expired;
    private volatile boolean handedOver;
    private volatile boolean disowned;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param visibility how long the message is hidden by its receipt and by each renewal
     * @param asked the instant before the receive request was made, from which that time surely runs
     */
    MessageHold(
            QueueAccess access,
            EnvelopeCodec codec,
            Clock clock,
            Received received,
            Envelope envelope,
            Duration visibility,
            Instant asked) {
        this.access = access;
        this.codec = codec;
        this.clock = clock;
        this.received = received;
        this.visibility = visibility;
        this.receipt = received.receipt();
        this.envelope = envelope;
        this.hiddenUntil = asked.plus(visibility);
    }

    Received received() {
        return received;
    }

    String queue() {
        return access.queue();
    }

    String id() {
        return received.receipt().messageId();
    }

    Envelope envelope() {
        return envelope;
    }

    /** Deliveries since progress was last recorded, this one included; a negative base of a stranger counts as none. */
    long deliveries() {
        return Math.max(0, received.dequeueCount() - Math.max(0, envelope.base()));
    }

    Duration remaining(Instant now) {
        Duration left = gone || expired ? Duration.ZERO : Duration.between(now, hiddenUntil);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whether somebody else may have the message: the service said so, or the time ran out before a renewal. */
    boolean lost() {
        return remaining(clock.instant()).isZero();
    }

    /** Whether the service said that the message is somebody else's, or it was handed over: nothing can be done. */
    boolean gone() {
        return gone;
    }

    /** The handler knows that the message was lost, and may have stopped half-way: its success counts no more. */
    void disown() {
        disowned = true;
    }

    /** @throws MessageLostException when the handler knows that the message was lost */
    void requireOwned() {
        if (disowned) {
            throw MessageLostException.of(queue(), id());
        }
    }

    /**
     * Goes on holding a message that this receiver received once more, because its time had run out while the service
     * did not answer and nobody else received it.
     *
     * @param asked as in the constructor
     * @return false when the handler knows that the message was lost, or somebody else had it meanwhile
     */
    boolean adopt(Received again, Instant asked) {
        lock.lock();
        try {
            if (gone || disowned) {
                return false;
            }
            received = again;
            receipt = again.receipt();
            hiddenUntil = asked.plus(visibility);
            expired = false;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nobody was told yet that the message is lost; once. */
    boolean firstTold() {
        return told.compareAndSet(false, true);
    }

    /** Hides the message for another {@link #visibility}, unless this receiver is done with it. */
    void renew() {
        lock.lock();
        try {
            if (handedOver) {
                return;
            }
            requireHeld();
            Instant asked = clock.instant();
            receipt = ask(() -> access.renew(receipt, visibility));
            hiddenUntil = asked.plus(visibility);
        } finally {
            lock.unlock();
        }
    }

    /** Replaces the envelope and stays hidden for {@link #visibility}. */
    void update(UnaryOperator<Envelope> change) {
        lock.lock();
        try {
            requireHeld();
            put(change.apply(envelope), visibility);
        } finally {
            lock.unlock();
        }
    }

    /** Replaces the envelope, is hidden for that long, and is no longer held. */
    void handOver(UnaryOperator<Envelope> change, Duration hidden) {
        lock.lock();
        try {
            requireNotGone();
            put(change.apply(envelope), hidden);
            handedOver = true;
            gone = true;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #handOver}, but keeps the text that the message has, when the new one would be too long. */
    void handOverAnyhow(UnaryOperator<Envelope> change, Duration hidden) {
        lock.lock();
        try {
            handOver(change, hidden);
        } catch (MessageTooLargeException e) {
            receipt = ask(() -> access.renew(receipt, hidden));
            handedOver = true;
            gone = true;
        } finally {
            lock.unlock();
        }
    }

    /** Deletes the message; it need not be hidden any more, only nobody else may have received it. */
    void delete() {
        lock.lock();
        try {
            requireNotGone();
            ask(() -> {
                access.delete(receipt);
                return receipt;
            });
            handedOver = true;
            gone = true;
        } finally {
            lock.unlock();
        }
    }

    private void put(Envelope next, Duration hidden) {
        String text = codec.encode(next, queue());
        Instant asked = clock.instant();
        receipt = ask(() -> access.update(receipt, text, hidden));
        envelope = next;
        hiddenUntil = asked.plus(hidden);
    }

    private void requireHeld() {
        if (lost()) {
            expired = true;
            throw MessageLostException.of(queue(), id());
        }
    }

    private void requireNotGone() {
        if (gone) {
            throw MessageLostException.of(queue(), id());
        }
    }

    private Receipt ask(Supplier<Receipt> request) {
        try {
            return request.get();
        } catch (MessageLostException e) {
            gone = true;
            throw e;
        }
    }
}
