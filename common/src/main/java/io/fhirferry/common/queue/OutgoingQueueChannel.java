package io.fhirferry.common.queue;

import io.fhirferry.common.queue.tracing.QueueTracing.Traced;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.smallrye.reactive.messaging.providers.helpers.MultiUtils;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Subscriber;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Sends to one queue, or to the one that a message names. A message is acknowledged when the service confirmed it,
 * and nacked with the failure when it did not, after bounded retries; neither ends the stream. A retry after a lost
 * answer may send a message twice.
 */
final class OutgoingQueueChannel {

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_HIDDEN = QueueAccess.LONGEST_HIDDEN.minusHours(1);

    private final OutgoingSettings settings;
    private final QueueRuntime runtime;
    private final QueueService service;
    private final Consumer<String> sentAtOnce;
    private final ChannelHealth health;
    private final Map<String, Target> targets = new ConcurrentHashMap<>();
    private final Subscriber<? extends Message<?>> subscriber;

    /** A queue and its meters. */
    private record Target(QueueAccess access, QueueMetrics metrics) {}

    /** @param sentAtOnce told the name of a queue that was just sent a visible message */
    OutgoingQueueChannel(
            OutgoingSettings settings, QueueRuntime runtime, QueueService service, Consumer<String> sentAtOnce) {
        this.settings = settings;
        this.runtime = runtime;
        this.service = service;
        this.sentAtOnce = sentAtOnce;
        this.health = new ChannelHealth(settings.channel(), settings.queue(), runtime.clock());
        Executor virtual = task -> runtime.timer().after(Duration.ZERO, task);
        this.subscriber = MultiUtils.via(messages -> messages.onSubscription()
                .invoke(this::start)
                .onItem()
                .transformToUni(message -> send(message, virtual))
                .merge(settings.maxInFlight()));
    }

    Subscriber<? extends Message<?>> subscriber() {
        return subscriber;
    }

    ChannelHealth health() {
        return health;
    }

    boolean reportsHealth() {
        return settings.health();
    }

    /** Creates the queue, or finds it, and tries until that succeeds; so an outage ends without another send. */
    private void start() {
        runtime.timer().after(Duration.ZERO, () -> reach(FIRST_RETRY));
    }

    private void reach(Duration pause) {
        QueueAccess access = target(settings.queue()).access();
        try {
            if (settings.create()) {
                access.create();
            } else {
                access.probe();
            }
            health.started();
            health.succeeded();
        } catch (QueueException e) {
            health.failed(e);
            Duration doubled = pause.multipliedBy(2);
            Duration next = doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled;
            runtime.timer().after(pause, () -> reach(next));
        }
    }

    private Uni<Message<?>> send(Message<?> message, Executor virtual) {
        QueueSend send = message.getMetadata(QueueSend.class).orElseGet(() -> QueueSend.in(Duration.ZERO));
        String queue = send.queue().isEmpty() ? settings.queue() : send.queue();
        Traced trace = runtime.tracing().sending(message, queue);
        return Uni.createFrom()
                .item(() -> request(message.getPayload(), target(queue), send.delay(), trace))
                .runSubscriptionOn(virtual)
                .onFailure(QueueUnavailableException.class)
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .atMost(settings.retries())
                .onItemOrFailure()
                .transformToUni((id, failure) -> failure == null
                        ? sent(message, queue, send, id, trace)
                        : notSent(message, queue, cause(failure), trace))
                .onFailure()
                .recoverWithNull()
                .replaceWith(message);
    }

    private String request(Object payload, Target target, Duration delay, Traced trace) {
        if (!(payload instanceof String body)) {
            String type = payload == null ? "null" : payload.getClass().getName();
            throw new IllegalArgumentException("Channel " + settings.channel() + " sends text, and was given a " + type
                    + ": write it as JSON first");
        }
        Instant now = runtime.clock().instant();
        Instant until = delay.isZero() ? Envelope.NEVER : now.plus(delay);
        Envelope envelope = Envelope.of(body, now, until, trace.carried());
        String text = runtime.codec().encode(envelope, target.access().queue());
        Duration hidden = delay.compareTo(LONGEST_HIDDEN) > 0 ? LONGEST_HIDDEN : delay;
        try {
            return target.access().send(text, hidden);
        } catch (QueueMissingException e) {
            if (!settings.create()) {
                throw e;
            }
            target.access().create();
            return target.access().send(text, hidden);
        } catch (QueueUnavailableException e) {
            if (health.failed(e)) {
                start();
            }
            throw e;
        }
    }

    private Uni<Void> sent(Message<?> message, String queue, QueueSend send, String id, Traced trace) {
        health.succeeded();
        target(queue).metrics().sent();
        trace.done();
        QueueLog.LOG.sent(queue, id);
        if (send.delay().isZero()) {
            sentAtOnce.accept(queue);
        }
        OutgoingMessageMetadata.setResultOnMessage(message, id);
        return Uni.createFrom().completionStage(message::ack);
    }

    private Uni<Void> notSent(Message<?> message, String queue, Throwable failure, Traced trace) {
        trace.failed(failure);
        boolean ours = failure instanceof QueueException || failure instanceof MessageTooLargeException;
        QueueLog.LOG.notSent(settings.channel(), queue, ours ? failure.getMessage() : FailureKind.of(failure));
        return Uni.createFrom().completionStage(() -> message.nack(failure));
    }

    /** Mutiny tells that its retries are over by an exception of its own around the last failure. */
    private static Throwable cause(Throwable failure) {
        return failure instanceof IllegalStateException && failure.getCause() instanceof QueueException cause
                ? cause
                : failure;
    }

    private Target target(String queue) {
        return targets.computeIfAbsent(
                queue, name -> new Target(service.queue(name), new QueueMetrics(runtime.meters(), name)));
    }
}
