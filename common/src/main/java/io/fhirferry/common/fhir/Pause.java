package io.fhirferry.common.fhir;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass between two attempts; tests give one that does not. */
@FunctionalInterface
public interface Pause {

    /**
     * Returns after the delay.
     *
     * @throws InterruptedException when the thread is told to stop instead
     */
    void take(Duration delay) throws InterruptedException;

    /** The pause of the real world; cheap on a virtual thread. */
    static Pause real() {
        return delay -> {
            boolean released = new CountDownLatch(1).await(delay.toNanos(), TimeUnit.NANOSECONDS);
            if (released) {
                throw new IllegalStateException("Nobody holds the latch to release it");
            }
        };
    }
}
