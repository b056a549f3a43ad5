package io.fhirferry.common.queue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A span of patience that several waits share. */
final class Waiting {

    private final long deadline;

    Waiting(Duration patience) {
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** Blocks until the future is done; says whether that was in time. An interrupt ends the patience. */
    boolean until(CompletableFuture<?> future) {
        try {
            future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
