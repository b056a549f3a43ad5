package io.fhirferry.common.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * When to poll next. The service has no long poll, so the pause grows with the time since the last message: a twelfth
 * of it, between {@code min} and {@code max}. Messages that come every few seconds wait a fraction of a second, and
 * after a minute without any the queue is asked every 5 seconds or less often.
 *
 * <p>Used by one thread at a time.
 */
final class PollPace {

    private static final int SHARE_OF_IDLENESS = 12;
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofSeconds(15);

    private final Duration min;
    private final Duration max;
    private final Clock clock;
    private Instant lastMessage;
    private int failures;

    PollPace(Duration min, Duration max, Clock clock) {
        this.min = min;
        this.max = max;
        this.clock = clock;
        this.lastMessage = clock.instant();
    }

    /** The pause after a poll that asked for {@code asked} messages and brought {@code received}. */
    Duration polled(int asked, int received) {
        failures = 0;
        if (received > 0) {
            lastMessage = clock.instant();
            return received == asked ? Duration.ZERO : min;
        }
        Duration pause = Duration.between(lastMessage, clock.instant()).dividedBy(SHARE_OF_IDLENESS);
        return clamp(pause, min, max);
    }

    /** The pause after a poll that failed: doubled each time, up to 15 seconds. */
    Duration failed() {
        Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 10));
        failures++;
        return clamp(pause, FIRST_RETRY, LAST_RETRY);
    }

    /** The pause until it is worth looking again although nothing is known to have been sent. */
    Duration shortest() {
        return min;
    }

    /** A message is known to have been sent: be quick again. */
    void woken() {
        lastMessage = clock.instant();
    }

    private static Duration clamp(Duration value, Duration low, Duration high) {
        if (value.compareTo(low) < 0) {
            return low;
        }
        return value.compareTo(high) > 0 ? high : value;
    }
}
