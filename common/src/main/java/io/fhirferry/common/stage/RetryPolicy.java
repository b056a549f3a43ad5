package io.fhirferry.common.stage;

import java.time.Duration;

/**
 * How often and when a failed attempt is made again.
 *
 * @param retries how many fresh attempts follow the first, 0 for none
 * @param first pause before the first of them; each further pause is twice the one before
 * @param longest no pause is longer
 */
public record RetryPolicy(int retries, Duration first, Duration longest) {

    public RetryPolicy {
        if (retries < 0 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "Not a retry policy: " + retries + " retries from " + first + " to " + longest);
        }
    }

    /** Whether another attempt follows after this many failed. */
    boolean allows(int failed) {
        return failed <= retries;
    }

    /**
     * The pause before the next attempt.
     *
     * @param failed how many attempts failed, at least 1
     */
    Duration pause(int failed) {
        int doublings = Math.min(failed - 1, 30);
        Duration pause = first.multipliedBy(1L << doublings);
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
