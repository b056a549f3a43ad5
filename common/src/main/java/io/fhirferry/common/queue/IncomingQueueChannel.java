package io.fhirferry.common.queue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Receives from one queue: as many messages as are asked for, may be in flight and can be begun with, each kept hidden
 * until it is settled. Nothing is fetched ahead, so nothing waits behind a slow handler. The stream ends only by the failure
 * strategy {@code fail}.
 */
final class IncomingQueueChannel {

    /** The service gives at most this many messages at once. */
    private static final int BATCH = 32;

    private final IncomingSettings settings;
    private final QueueRuntime runtime;
    private final QueueAccess access;
    private final QueueMetrics metrics;
    private final ChannelHealth health;
    private final QueueSampler sampler;
    private final Poller poller;
    private final Reception reception;
    private final Executor emission;
    private final InFlight inFlight = new InFlight();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicBoolean reached = new AtomicBoolean();
    private final AtomicReference<MultiEmitter<? super Message<?>>> emitter = new AtomicReference<>();

    /** @param emission runs what emits a message, in order, on the context that handlers inherit from */
    IncomingQueueChannel(
            IncomingSettings settings,
            QueueRuntime runtime,
            QueueService service,
            Strategies strategies,
            Executor emission) {
        this.settings = settings;
        this.runtime = runtime;
        this.emission = emission;
        this.access = service.queue(settings.queue());
        this.metrics = new QueueMetrics(runtime.meters(), settings.queue());
        this.health = new ChannelHealth(settings.channel(), settings.queue(), runtime.clock());
        this.sampler = new QueueSampler(access, metrics, runtime.timer(), runtime.clock(), settings.sampleInterval());
        PollPace pace = new PollPace(settings.pollMin(), settings.pollMax(), runtime.clock());
        this.poller = new Poller(runtime.timer(), pace, runtime.clock(), this::room, strategies.appetite(), this::poll);
        this.reception = new Reception(
                settings,
                runtime,
                access,
                new PoisonQueue(service, runtime.codec(), settings.queue()),
                strategies,
                metrics,
                health,
                inFlight,
                poller,
                this::emit,
                this::stopForGood);
    }

    /** The stream of messages, for one subscriber; receiving begins with its first request. */
    Publisher<Message<?>> stream() {
        metrics.receiving(inFlight::size);
        return Multi.createFrom()
                .<Message<?>>emitter(emitter::set, BackPressureStrategy.BUFFER)
                .onRequest()
                .invoke(this::requested)
                .onTermination()
                .invoke(this::abandon);
    }

    String queue() {
        return settings.queue();
    }

    ChannelHealth health() {
        return health;
    }

    boolean reportsHealth() {
        return settings.health();
    }

    /** A message for this queue was sent from here: receive it without waiting for the pause to end. */
    void wakeUp() {
        poller.wakeUp();
    }

    /**
     * Stops receiving, waits until the running handlers have finished, but no longer than {@code drain-timeout}, and
     * gives back what is not finished: visible at once, this delivery not counted.
     */
    void drain() {
        inFlight.beginDraining();
        CompletableFuture<Void> quiet = stopReceiving();
        QueueLog.LOG.draining(settings.channel(), queue(), inFlight.size(), settings.drainTimeout());
        Waiting waiting = new Waiting(settings.drainTimeout());
        if (!waiting.until(quiet) || !waiting.until(inFlight.idle())) {
            List<Handling> unfinished = inFlight.left();
            QueueLog.LOG.givingBack(settings.channel(), queue(), unfinished.size());
            CompletableFuture<?>[] given = unfinished.stream()
                    .map(reception::giveBack)
                    .map(CompletionStage::toCompletableFuture)
                    .toArray(CompletableFuture<?>[]::new);
            new Waiting(settings.visibility().dividedBy(2)).until(CompletableFuture.allOf(given));
        }
    }

    private void requested(long more) {
        demand.accumulateAndGet(more, (now, added) -> now + added < 0 ? Long.MAX_VALUE : now + added);
        poller.roomGrew();
    }

    private CompletableFuture<Void> stopReceiving() {
        sampler.stop();
        return poller.stop();
    }

    /** Nobody listens any more, so that no settlement will come: what is in flight becomes visible in its time. */
    private void abandon() {
        stopReceiving();
        inFlight.left().forEach(handling -> handling.renewal().stop());
    }

    private int room() {
        long free = Math.min(settings.maxInFlight() - inFlight.size(), demand.get());
        return (int) Math.clamp(free, 0L, (long) BATCH);
    }

    private int poll(int max) {
        try {
            reach();
            metrics.polled();
            Instant asked = runtime.clock().instant();
            List<Received> messages = access.receive(max, settings.visibility());
            health.succeeded();
            if (messages.isEmpty()) {
                metrics.polledInVain();
            }
            messages.forEach(message -> reception.accept(message, asked));
            return messages.size();
        } catch (QueueException e) {
            reached.set(reached.get() && !(e instanceof QueueMissingException));
            health.failed(e);
        } catch (RuntimeException e) {
            QueueLog.LOG.pollFailed(queue(), FailureKind.of(e));
        }
        return Poller.FAILED;
    }

    /**
     * Makes sure that the service answers before anything is received: a receive whose answer is lost hides messages
     * and counts as their delivery, so an outage must not be found out by receiving again and again.
     */
    private void reach() {
        if (!reached.get()) {
            if (settings.create()) {
                access.create();
            } else {
                access.probe();
            }
            reached.set(true);
            if (health.started()) {
                sampler.start();
            }
        } else if (health.inOutage()) {
            access.probe();
        }
    }

    private void emit(Handling handling) {
        demand.updateAndGet(asked -> asked == Long.MAX_VALUE ? asked : asked - 1);
        emission.execute(() -> emitter.get().emit(reception.message(handling)));
    }

    private void stopForGood(Throwable failure) {
        String error = FailureKind.of(failure);
        QueueLog.LOG.channelStopped(settings.channel(), queue(), error);
        health.stopped("stopped by the failure strategy 'fail' after " + error);
        stopReceiving();
        emission.execute(() -> emitter.get().fail(failure));
    }
}
