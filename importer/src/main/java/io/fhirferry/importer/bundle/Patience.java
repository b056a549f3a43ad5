package io.fhirferry.importer.bundle;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and how long the same is tried before somebody else is to decide.
 *
 * @param attempts at an entry that the destination refuses although it may take it later, or fails at
 * @param total how long a bundle waits in memory; after that its slice waits in the queue
 * @param chance spreads the pauses
 */
record Patience(int attempts, Duration total, RandomGenerator chance) {

    /** Between two looks whether somebody else has taken over. */
    static final Duration PIECE = Duration.ofSeconds(1);

    private static final long FIRST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 10_000;

    /** Patience of the real world: five attempts, a minute. */
    static Patience standard() {
        return new Patience(5, Duration.ofMinutes(1), RandomGenerator.getDefault());
    }

    /** Whether the same may be tried once more. */
    boolean allows(Trial trial) {
        return trial.tries() + 1 < attempts;
    }

    /** Whether the wait that comes next is too long to be spent in memory. */
    boolean isOver(Trial next) {
        return next.waited().compareTo(total) > 0;
    }

    /** A pause that doubles with each try, between half and all of it. */
    Duration backoff(int tries) {
        long ceiling = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(tries, 10));
        return Duration.ofMillis(ceiling / 2 + chance.nextLong(ceiling / 2 + 1));
    }
}
