package io.fhirferry.common.queue;

import io.fhirferry.common.queue.EnvelopeCodec.Decoded;
import io.fhirferry.common.queue.tracing.QueueTracing.Traced;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * Decides what becomes of each received message: a handler gets it, or it waits on, or it is given up. None of these
 * waits for another, so that no message blocks those behind it.
 *
 * @param poller told when there is more room, or a message is known to be visible
 * @param emit passes a message on to its handler
 * @param stop ends the channel for good
 */
record Reception(
        IncomingSettings settings,
        QueueRuntime runtime,
        QueueAccess access,
        PoisonQueue poison,
        Strategies strategies,
        QueueMetrics metrics,
        ChannelHealth health,
        InFlight inFlight,
        Poller poller,
        Consumer<Handling> emit,
        Consumer<Throwable> stop) {

    /** Less than the service's longest time, so that a message is armed again before it. */
    private static final Duration LONGEST_HIDDEN = QueueAccess.LONGEST_HIDDEN.minusHours(1);

    /** What clocks of two hosts may differ by before a message that waits is hidden once more. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    /**
     * Takes a message in.
     *
     * @param asked the instant before the request that brought it
     */
    void accept(Received message, Instant asked) {
        if (inFlight.adopt(message, asked)) {
            return;
        }
        switch (runtime.codec().decode(message.text())) {
            case Decoded.Readable(Envelope envelope) -> accept(handling(message, envelope, asked));
            case Decoded.Unreadable(String reason) -> {
                Envelope asIs = Envelope.of(message.text(), Envelope.NEVER, Envelope.NEVER, Map.of());
                Handling handling = handling(message, asIs, asked);
                settle(handling, () -> handling.settlement().deadLetter("it is unreadable: " + reason));
            }
        }
    }

    /** The message as its handler gets it; made on the context that it is emitted on. */
    IncomingMessage message(Handling handling) {
        Envelope envelope = handling.hold().envelope();
        Traced trace =
                runtime.tracing().received(access.queue(), handling.hold().id(), envelope.trace());
        IncomingMessage message = new IncomingMessage(
                envelope.body(),
                Metadata.of(handling.delivery(), trace.metadata()),
                () -> acknowledged(handling, trace),
                failure -> failed(handling, trace, failure));
        if (runtime.tracing().attaching()) {
            message.runOnMessageContext(trace::attach);
        }
        return message;
    }

    /** Makes a message visible at once; this delivery is not counted, and the handler is told that it lost it. */
    CompletionStage<Void> giveBack(Handling handling) {
        long count = handling.hold().received().dequeueCount();
        return settle(handling, () -> handling.hold()
                .handOverAnyhow(envelope -> envelope.countedFrom(Math.min(count, envelope.base() + 1)), Duration.ZERO));
    }

    private void accept(Handling handling) {
        Envelope envelope = handling.hold().envelope();
        long deliveries = handling.hold().deliveries();
        if (inFlight.draining()) {
            giveBack(handling);
        } else if (envelope.mark().copied()) {
            settle(handling, handling.settlement()::deadLetterAgain);
        } else if (envelope.until().isAfter(now().plus(TOLERANCE))) {
            long count = handling.hold().received().dequeueCount();
            settle(handling, () -> hide(handling, envelope.countedFrom(count)));
        } else if (deliveries > settings.retry().maxDeliveries()) {
            String reason =
                    "it was delivered %d times without progress, and its handler did not end".formatted(deliveries - 1);
            settle(handling, () -> handling.settlement().deadLetter(reason));
        } else {
            measureHop(handling);
            emit.accept(handling);
        }
    }

    private void measureHop(Handling handling) {
        Envelope envelope = handling.hold().envelope();
        boolean first = handling.hold().received().dequeueCount() == 1;
        boolean sentNow = envelope.until().equals(Envelope.NEVER);
        if (first && sentNow && !envelope.first().equals(Envelope.NEVER)) {
            metrics.hop(Duration.between(envelope.first(), now()));
        }
    }

    private CompletionStage<Void> acknowledged(Handling handling, Traced trace) {
        if (!handling.claimed().get()) {
            metrics.handled();
            trace.done();
        }
        return settle(handling, () -> {
            handling.hold().requireOwned();
            handling.delivery().postponed().ifPresentOrElse(envelope -> hide(handling, envelope), () -> strategies
                    .ack()
                    .acknowledged(handling.settlement()));
        });
    }

    private CompletionStage<Void> failed(Handling handling, Traced trace, Throwable failure) {
        if (!handling.claimed().get()) {
            metrics.failed();
            trace.failed(failure);
        }
        return settle(handling, () -> strategies.failure().failed(handling.settlement(), failure));
    }

    private void hide(Handling handling, Envelope envelope) {
        Duration left = Duration.between(now(), envelope.until());
        Duration hidden = left.compareTo(LONGEST_HIDDEN) > 0 ? LONGEST_HIDDEN : left;
        QueueLog.LOG.waiting(access.queue(), handling.hold().id(), envelope.until());
        handling.hold().handOver(before -> envelope, hidden.isNegative() ? Duration.ZERO : hidden);
        if (!left.isPositive()) {
            poller.wakeUp();
        }
    }

    private CompletionStage<Void> settle(Handling handling, Runnable step) {
        return new Settler(runtime.timer(), health, this::lost, this::over).settle(handling, step);
    }

    private Handling handling(Received message, Envelope envelope, Instant asked) {
        MessageHold hold = new MessageHold(
                access, runtime.codec(), runtime.clock(), message, envelope, settings.visibility(), asked);
        Delivery delivery = new Delivery(hold, runtime.codec(), inFlight::draining);
        MessageSettlement settlement =
                new MessageSettlement(delivery, settings.retry(), poison, strategies.poisonListeners(), metrics, stop);
        Renewal renewal = new Renewal(hold, runtime.timer(), settings.visibility(), () -> lost(hold));
        Handling handling = new Handling(delivery, settlement, renewal, new AtomicBoolean(), new CompletableFuture<>());
        inFlight.add(handling);
        renewal.start();
        return handling;
    }

    private void lost(Handling handling) {
        lost(handling.hold());
    }

    private void lost(MessageHold hold) {
        if (hold.firstTold()) {
            metrics.lost();
            QueueLog.LOG.lost(access.queue(), hold.id());
        }
    }

    private void over(Handling handling) {
        inFlight.remove(handling);
        poller.roomGrew();
    }

    private Instant now() {
        return runtime.clock().instant();
    }
}
