package io.fhirferry.common.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Deliveries for tests of handlers, from a queue in memory. */
public final class Deliveries {

    private static final EnvelopeCodec CODEC = new EnvelopeCodec();

    private Deliveries() {}

    /** The first delivery of a message with this body, by a service that is being shut down once that is set. */
    public static Delivery of(String body, Clock clock, AtomicBoolean draining) {
        FakeQueue queue = new FakeQueue(FakeStorage.QUEUE, clock);
        queue.create();
        Envelope sent = Envelope.of(body, clock.instant(), Envelope.NEVER, Map.of());
        queue.send(CODEC.encode(sent, queue.queue()), Duration.ZERO);
        Duration visibility = Duration.ofMinutes(1);
        Received received = queue.receive(1, visibility).getFirst();
        MessageHold hold = new MessageHold(queue, CODEC, clock, received, sent, visibility, clock.instant());
        return new Delivery(hold, CODEC, draining::get);
    }

    /** The body that the next delivery is to bring; empty when the message is to be deleted. */
    public static Optional<String> nextBody(Delivery delivery) {
        return delivery.postponed().map(Envelope::body);
    }

    /** When the next delivery is due; empty when the message is to be deleted. */
    public static Optional<Instant> due(Delivery delivery) {
        return delivery.postponed().map(Envelope::until);
    }
}
