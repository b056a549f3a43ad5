package io.fhirferry.common.queue;

import java.time.Duration;

/**
 * How long a failed message is hidden, and how often it is delivered.
 *
 * @param min pause after the first failure
 * @param max longest pause
 * @param maxDeliveries deliveries without recorded progress after which a message is given up, at least 1
 */
public record RetryPolicy(Duration min, Duration max, int maxDeliveries) {

    /**
     * The pause before the next delivery: doubled with each one, and shortened by up to a half, so that messages
     * which failed together do not come back together.
     *
     * @param deliveries deliveries so far, at least 1
     * @param chance between 0 (shortest) and 1 (longest)
     */
    public Duration pause(long deliveries, double chance) {
        long doublings = Math.clamp(deliveries - 1, 0, 30);
        Duration pause = min.multipliedBy(1L << doublings);
        Duration capped = pause.compareTo(max) > 0 ? max : pause;
        return Duration.ofMillis(Math.round(capped.toMillis() * (0.5 + chance / 2)));
    }

    /** Whether a message that was delivered so often is to be given up instead of tried again. */
    public boolean exhaustedBy(long deliveries) {
        return deliveries >= maxDeliveries;
    }
}
