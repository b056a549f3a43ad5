package io.fhirferry.importer.bundle;

import io.fhirferry.common.stage.Heartbeat;
import java.time.Duration;

/**
 * Sees to it that a write is over before somebody else can take over its work: a server that numbers versions in the order
 * in which they arrive must not get one from an abandoned writer that wakes up late.
 *
 * @param heartbeat of the work
 * @param longest wait for an answer
 */
record Lease(Heartbeat heartbeat, Duration longest) {

    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final Duration LEAST = Duration.ofSeconds(1);

    /**
     * How long a request that begins now may take.
     *
     * @throws RuntimeException when somebody else has taken over, or may before a request can be answered
     */
    Duration timeout() {
        heartbeat.beat();
        Duration left = heartbeat.remaining().minus(MARGIN);
        if (left.compareTo(LEAST) < 0) {
            throw new IllegalStateException("The message of this work could not be renewed in time, so nothing more is"
                    + " written; whoever gets the message next begins the slice again. If this repeats, raise"
                    + " mp.messaging.incoming.stage.visibility-timeout");
        }
        return left.compareTo(longest) < 0 ? left : longest;
    }
}
