package io.fhirferry.common.queue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The messages of one channel that were received and are not settled yet. */
final class InFlight {

    private final Set<Handling> messages = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();

    void add(Handling handling) {
        messages.add(handling);
    }

    /**
     * Leaves a message that was received once more to the handler that still works on it, or to its settlement.
     *
     * @param asked the instant before the request that brought it
     * @return false when nobody here holds that message
     */
    boolean adopt(Received message, Instant asked) {
        for (Handling handling : messages) {
            boolean same = handling.hold().id().equals(message.receipt().messageId());
            if (same && handling.hold().adopt(message, asked)) {
                handling.renewal().start();
                return true;
            }
        }
        return false;
    }

    void remove(Handling handling) {
        messages.remove(handling);
        completeWhenIdle();
    }

    int size() {
        return messages.size();
    }

    List<Handling> left() {
        return List.copyOf(messages);
    }

    /** From now on whatever is received is given back. */
    void beginDraining() {
        draining.set(true);
    }

    boolean draining() {
        return draining.get();
    }

    /** Completes when draining has begun and nothing is left; ask when nothing more can be added. */
    CompletableFuture<Void> idle() {
        completeWhenIdle();
        return idle;
    }

    private void completeWhenIdle() {
        if (draining.get() && messages.isEmpty()) {
            idle.complete(null);
        }
    }
}
