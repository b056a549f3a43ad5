package io.fhirferry.common.queue;

import io.fhirferry.common.queue.fault.RetryFailure;
import io.fhirferry.common.queue.tracing.QueueTracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Queues in memory, and channels on them that run on the test's thread. */
final class FakeStorage {

    static final String QUEUE = "work";
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final ManualTimer time = new ManualTimer(START);
    final EnvelopeCodec codec = new EnvelopeCodec();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<Poisoned> poisoned = new ArrayList<>();
    final List<Throwable> ends = new ArrayList<>();
    /** How much more the handlers want, besides what may be in flight. */
    int appetite = Integer.MAX_VALUE;

    private final Map<String, FakeQueue> queues = new HashMap<>();

    FakeQueue queue(String name) {
        return queues.computeIfAbsent(name, key -> new FakeQueue(key, time));
    }

    static IncomingSettings settings() {
        return settings(16, Duration.ofSeconds(5));
    }

    /** A channel as one process has it; its handler is called for each message and settles it by itself. */
    IncomingQueueChannel start(Consumer<Message<String>> handler) {
        return start(settings(), new RetryFailure(), poisoned::add, time, handler);
    }

    IncomingQueueChannel start(
            IncomingSettings settings,
            FailureStrategy failure,
            PoisonListener listener,
            QueueTimer timer,
            Consumer<Message<String>> handler) {
        IncomingQueueChannel channel = new IncomingQueueChannel(
                settings,
                runtime(timer),
                this::queue,
                new Strategies(Settlement::delete, failure, () -> appetite, List.of(listener)),
                Runnable::run);
        Multi.createFrom()
                .publisher(channel.stream())
                .subscribe()
                .with(message -> handler.accept(text(message)), ends::add, () -> ends.add(new AssertionError("ended")));
        time.settle();
        return channel;
    }

    QueueRuntime runtime(QueueTimer timer) {
        return new QueueRuntime(time, timer, codec, QueueTracing.carryingOnly(), meters);
    }

    /** Sends a body as the outgoing channel would. */
    void send(String body) {
        FakeQueue queue = queue(QUEUE);
        queue.create();
        queue.send(codec.encode(Envelope.of(body, time.instant(), Envelope.NEVER, Map.of()), QUEUE), Duration.ZERO);
    }

    /** What lies in the poison queue. */
    List<Envelope> poison() {
        return queue(QUEUE + "-poison").texts().stream().map(this::read).toList();
    }

    Envelope read(String text) {
        return ((EnvelopeCodec.Decoded.Readable) codec.decode(text)).envelope();
    }

    static IncomingSettings settings(int maxInFlight, Duration pollMax) {
        return new IncomingSettings(
                QUEUE,
                QUEUE,
                true,
                maxInFlight,
                Duration.ofMinutes(1),
                Duration.ofMillis(50),
                pollMax,
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5), 3),
                Duration.ZERO,
                Duration.ofMinutes(1),
                true);
    }

    static Delivery delivery(Message<String> message) {
        return message.getMetadata(Delivery.class).orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static Message<String> text(Message<?> message) {
        return (Message<String>) message;
    }
}
