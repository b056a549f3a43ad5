package io.fhirferry.common.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/** The meters of one queue, {@code ferry.queue.*}, each with the tag {@code queue}. */
final class QueueMetrics {

    private static final String TAG = "queue";

    private final Counter polls;
    private final Counter idlePolls;
    private final Counter handled;
    private final Counter failed;
    private final Counter poisoned;
    private final Counter lost;
    private final Counter sent;
    private final Timer hop;
    private final AtomicLong depth = new AtomicLong();
    private final AtomicLong oldestSeconds = new AtomicLong();
    private final MeterRegistry registry;
    private final String queue;

    QueueMetrics(MeterRegistry registry, String queue) {
        this.registry = registry;
        this.queue = queue;
        polls = counter("ferry.queue.polls", "Receive requests made");
        idlePolls = counter("ferry.queue.polls.idle", "Receive requests that brought nothing");
        handled = counter("ferry.queue.handled", "Messages whose handler succeeded");
        failed = counter("ferry.queue.failed", "Messages whose handler failed");
        poisoned = counter("ferry.queue.poisoned", "Messages given up and moved to the poison queue");
        lost = counter("ferry.queue.lost", "Messages whose visibility was lost while they were handled");
        sent = counter("ferry.queue.sent", "Messages sent");
        hop = Timer.builder("ferry.queue.hop")
                .description("Time from when a message was to be visible until its handler started, first delivery")
                .tag(TAG, queue)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
    }

    /** Adds the gauges that only a receiver can fill. */
    void receiving(IntSupplier inFlight) {
        gauge("ferry.queue.in.flight", "Messages being handled", inFlight::getAsInt);
        gauge("ferry.queue.depth", "Messages in the queue, hidden ones included, as last measured", depth::get);
        gauge("ferry.queue.oldest.seconds", "Age of the message at the head, as last measured", oldestSeconds::get);
    }

    void polled() {
        polls.increment();
    }

    void polledInVain() {
        idlePolls.increment();
    }

    void handled() {
        handled.increment();
    }

    void failed() {
        failed.increment();
    }

    void poisoned() {
        poisoned.increment();
    }

    void lost() {
        lost.increment();
    }

    void sent() {
        sent.increment();
    }

    /** A negative time, seen when two hosts' clocks differ, counts as none. */
    void hop(Duration time) {
        hop.record(time.isNegative() ? Duration.ZERO : time);
    }

    void measured(long newDepth, Duration newOldest) {
        depth.set(newDepth);
        oldestSeconds.set(Math.max(0, newOldest.toSeconds()));
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).tag(TAG, queue).register(registry);
    }

    private void gauge(String name, String description, java.util.function.Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .tag(TAG, queue)
                .strongReference(true)
                .register(registry);
    }
}
