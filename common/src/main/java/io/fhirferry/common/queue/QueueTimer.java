package io.fhirferry.common.queue;

import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;

/** Runs a task later; nothing in this package sleeps. */
@FunctionalInterface
interface QueueTimer {

    /**
     * Runs the task once, on a thread that may block.
     *
     * @param delay from now; zero or less means at once
     * @return cancels the task if it has not begun
     */
    Cancellable after(Duration delay, Runnable task);
}
