package io.fhirferry.common.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * The delivery that brought a message: metadata of every incoming message, and a parameter of {@code @Incoming}
 * methods that ask for it.
 *
 * <p>While the handler runs the connector keeps the message hidden. Everything here may be called from the handler's
 * thread, and from others.
 */
public final class Delivery {

    private final MessageHold hold;
    private final EnvelopeCodec codec;
    private final BooleanSupplier draining;
    private final AtomicReference<Optional<Postponement>> postponement = new AtomicReference<>(Optional.empty());

    Delivery(MessageHold hold, EnvelopeCodec codec, BooleanSupplier draining) {
        this.hold = hold;
        this.codec = codec;
        this.draining = draining;
    }

    /** The queue that the message was received from. */
    public String queue() {
        return hold.queue();
    }

    /** The service's id of the message, the same in every delivery. */
    public String messageId() {
        return hold.id();
    }

    /** When the message was put into this queue, by the service's clock. */
    public Instant insertedAt() {
        return hold.received().insertedAt();
    }

    /** When the message was first sent, by the sender's clock; postponing and a way through the poison queue keep it. */
    public Instant firstSeen() {
        Instant first = hold.envelope().first();
        return first.equals(Envelope.NEVER) ? insertedAt() : first;
    }

    /**
     * Deliveries since progress was last recorded, this one included: 1 when nothing went wrong before, 0 once
     * {@link #progress} was called.
     */
    public long deliveries() {
        return hold.deliveries();
    }

    /** The {@link FailureKind} that ended the delivery before this one; empty when none did. */
    public Optional<String> lastError() {
        return Optional.of(hold.envelope().error()).filter(error -> !error.isEmpty());
    }

    /**
     * How long the message stays hidden if it cannot be renewed any more; zero once it is lost. Begin nothing that
     * may take longer.
     */
    public Duration remainingVisibility(Clock clock) {
        Duration remaining = hold.remaining(clock.instant());
        if (remaining.isZero()) {
            hold.disown();
        }
        return remaining;
    }

    /**
     * Whether another receiver may have the message. Stop: what is done from now on is done twice. A handler that was
     * told so may return as it likes; the message is then not deleted.
     */
    public boolean isLost() {
        boolean lost = hold.lost();
        if (lost) {
            hold.disown();
        }
        return lost;
    }

    /**
     * Whether the service is being shut down. A handler that cannot finish within {@code drain-timeout} stops at the
     * next good moment, and calls {@link #postpone} with its progress and the present instant.
     */
    public boolean isDraining() {
        return draining.getAsBoolean();
    }

    /**
     * Records progress now, while the handler runs: the next delivery brings this body, and deliveries are counted
     * from here.
     *
     * @throws MessageLostException when another receiver may have the message: stop
     * @throws MessageTooLargeException when the body is too long; the message is as it was
     * @throws QueueUnavailableException when the service did not answer; what was recorded before may still stand
     */
    public void progress(String body) {
        long count = hold.received().dequeueCount();
        try {
            hold.update(envelope -> envelope.progressed(body, count));
        } catch (MessageLostException e) {
            hold.disown();
            throw e;
        }
    }

    /**
     * Asks for another delivery in place of deletion: when the message is then acknowledged, its body is replaced
     * and it is hidden until {@code until}, however far that is. Deliveries are counted afresh, for waiting is not
     * a crash. Without effect when the message is not acknowledged but fails.
     *
     * @param until an instant that is past makes it visible at once
     * @param body what the next delivery brings, progress included
     * @throws MessageTooLargeException when the body is too long; the message would be deleted as before
     */
    public void postpone(Instant until, String body) {
        Postponement asked = new Postponement(until, body);
        codec.encode(postponed(asked), queue());
        postponement.set(Optional.of(asked));
    }

    /** What the message is to be replaced by when it is acknowledged; empty when it is not to be. */
    Optional<Envelope> postponed() {
        return postponement.get().map(this::postponed);
    }

    MessageHold hold() {
        return hold;
    }

    private Envelope postponed(Postponement asked) {
        return hold.envelope()
                .progressed(asked.body(), hold.received().dequeueCount())
                .hiddenUntil(asked.until());
    }
}
