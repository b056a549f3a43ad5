package io.fhirferry.common.queue;

import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that stands until it is moved, and a timer that runs what is due on the way, on the test's thread. */
final class ManualTimer extends Clock implements QueueTimer {

    private record Due(Instant at, long order, Runnable task) {}

    private final PriorityQueue<Due> tasks =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
    private Instant now;
    private long order;

    ManualTimer(Instant now) {
        this.now = now;
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        Due due = new Due(delay.isNegative() ? now : now.plus(delay), order++, task);
        tasks.add(due);
        return () -> tasks.remove(due);
    }

    /** Lets the time pass. */
    void advance(Duration time) {
        Instant end = now.plus(time);
        while (!tasks.isEmpty() && !tasks.peek().at().isAfter(end)) {
            Due due = tasks.poll();
            now = due.at().isAfter(now) ? due.at() : now;
            due.task().run();
        }
        now = end;
    }

    /** Runs what is due now. */
    void settle() {
        advance(Duration.ZERO);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
