package io.fhirferry.importer.bundle;

import io.fhirferry.common.trace.HopTrace;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** Sends the bundles of one slice, several at a time, and ends with the first failure of any. For one thread. */
final class Dispatch implements AutoCloseable {

    private final BundleSender sender;
    private final ByteBudget budget;
    private final Freshness freshness;
    private final Lease lease;
    private final Outcomes outcomes;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    Dispatch(BundleSender sender, ByteBudget budget, Freshness freshness, Lease lease, Outcomes outcomes) {
        this.sender = sender;
        this.budget = budget;
        this.freshness = freshness;
        this.lease = lease;
        this.outcomes = outcomes;
    }

    /**
     * Sends a bundle some time, and returns as soon as there is room in memory for the next one.
     *
     * @throws RuntimeException the failure of an earlier one
     */
    void send(Bundle bundle) throws InterruptedException {
        send(bundle, () -> {});
    }

    /**
     * As {@link #send(Bundle)}.
     *
     * @param begins is run when the bundle is about to wait for its turn
     */
    void send(Bundle bundle, Runnable begins) throws InterruptedException {
        requireSound();
        int taken = budget.take(bundle.bytes().length);
        threads.execute(HopTrace.carried(() -> {
            try {
                begins.run();
                sendNow(bundle);
            } finally {
                budget.giveBack(taken);
            }
        }));
    }

    /**
     * Returns when all are settled.
     *
     * @throws RuntimeException when one failed
     */
    void finish() {
        threads.close();
        requireSound();
    }

    /** Ends what is still under way, unless all are settled. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }

    private void sendNow(Bundle bundle) {
        try {
            if (failure.get() == null) {
                sender.send(bundle, freshness, lease, outcomes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.compareAndSet(null, new IllegalStateException("The sending of a bundle was told to stop", e));
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void requireSound() {
        RuntimeException first = failure.get();
        if (first != null) {
            throw first;
        }
    }
}
