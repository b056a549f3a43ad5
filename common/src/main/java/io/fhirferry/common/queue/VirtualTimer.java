package io.fhirferry.common.queue;

import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that keeps the time, and a virtual thread for each task that is due. */
final class VirtualTimer implements QueueTimer, AutoCloseable {

    private final ScheduledThreadPoolExecutor clockwork;
    private final ExecutorService workers;

    VirtualTimer() {
        clockwork = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("ferry-queue-timer").daemon().factory());
        clockwork.setRemoveOnCancelPolicy(true);
        workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("ferry-queue-", 0).factory());
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        try {
            if (delay.isZero() || delay.isNegative()) {
                workers.execute(task);
                return () -> {};
            }
            ScheduledFuture<?> due =
                    clockwork.schedule(() -> workers.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> due.cancel(false);
        } catch (RejectedExecutionException e) {
            // Closed: nothing is received, renewed or settled any more, what is left becomes visible by itself.
            return () -> {};
        }
    }

    /** Drops what is not due, and lets what runs finish by itself. */
    @Override
    public void close() {
        clockwork.shutdownNow();
        workers.shutdown();
    }
}
