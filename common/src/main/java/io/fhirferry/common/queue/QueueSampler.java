package io.fhirferry.common.queue;

import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Measures depth and age of one queue now and then: one request each time for an empty queue, two otherwise. */
final class QueueSampler {

    private final QueueAccess access;
    private final QueueMetrics metrics;
    private final QueueTimer timer;
    private final Clock clock;
    private final Duration interval;
    private volatile boolean stopped;
    private volatile Cancellable next = () -> {};

    QueueSampler(QueueAccess access, QueueMetrics metrics, QueueTimer timer, Clock clock, Duration interval) {
        this.access = access;
        this.metrics = metrics;
        this.timer = timer;
        this.clock = clock;
        this.interval = interval;
    }

    /** Measures once, and then after every interval. */
    void start() {
        if (!stopped) {
            next = timer.after(Duration.ZERO, this::measure);
        }
    }

    void stop() {
        stopped = true;
        next.cancel();
    }

    private void measure() {
        try {
            long depth = access.depth();
            Instant now = clock.instant();
            Instant oldest = depth == 0 ? now : access.oldest().orElse(now);
            metrics.measured(depth, Duration.between(oldest, now));
        } catch (QueueException e) {
            // The poller, or the next send, notices the same and tells health; a stale gauge is all that is lost here.
            QueueLog.LOG.notMeasured(access.queue(), e.getMessage());
        } finally {
            if (!stopped) {
                next = timer.after(interval, this::measure);
            }
        }
    }
}
