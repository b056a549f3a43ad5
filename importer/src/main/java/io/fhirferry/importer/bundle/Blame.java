package io.fhirferry.importer.bundle;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells whether it is a line or the destination that is wrong, by what the destination made of everything else. For several
 * threads.
 */
final class Blame {

    /** So many lines one after the other, and none that arrived between them: the lines are not to blame. */
    private static final int MOST_IN_A_ROW = 20;

    private final Probe probe;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicInteger inARow = new AtomicInteger();

    Blame(Probe probe) {
        this.probe = probe;
    }

    /** How many bundles were answered so far. */
    long answers() {
        return answers.get();
    }

    /**
     * A bundle was answered, entry by entry.
     *
     * @param arrived how many of its lines the destination has taken
     */
    void answered(int arrived) {
        answers.incrementAndGet();
        if (arrived > 0) {
            inARow.set(0);
        }
    }

    /** Whether the destination has refused so many lines, and taken nothing at all, that it takes nothing from us. */
    boolean refusesEverything() {
        return answers.get() == 0 && inARow.incrementAndGet() > MOST_IN_A_ROW;
    }

    /**
     * Whether a line is to blame at which the destination has failed again and again: it has answered other bundles since,
     * or answers now when it is asked for something else.
     *
     * @param failed the line alone
     * @param timeout for the question
     */
    boolean isOnLine(Trial failed, Duration timeout) {
        return answers.get() > failed.failedAt() || probe.isAnswered(failed.bundle(), timeout);
    }

    /** Whether it fails at one line after the other, and takes none between them. */
    boolean failsAtEverything() {
        return inARow.incrementAndGet() > MOST_IN_A_ROW;
    }
}
