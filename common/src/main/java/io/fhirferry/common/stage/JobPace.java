package io.fhirferry.common.stage;

import java.time.Duration;
import java.time.Instant;

/**
 * When to look at a running job again: soon while it is young, seldom when it takes long, and when the server says.
 *
 * @param longest the longest pause, unless the server asks for more
 * @param timeout after which a job is given up
 */
public record JobPace(Duration longest, Duration timeout) {

    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final int PART_OF_AGE = 5;

    /** Whether a job has run for too long. */
    public boolean isOverdue(Job job, Instant now) {
        return isOverdue(job.createdAt(), now);
    }

    /** Whether a job that began then has run for too long. */
    public boolean isOverdue(Instant createdAt, Instant now) {
        return Duration.between(createdAt, now).compareTo(timeout) > 0;
    }

    /**
     * The next look: after a fifth of the time that the job has run already, at least half a second.
     *
     * @param asked what the server asked for; zero when it did not
     */
    public Instant next(Job job, Duration asked, Instant now) {
        return next(job.createdAt(), asked, now);
    }

    /** The next look at a job that began then, see {@link #next(Job, Duration, Instant)}. */
    public Instant next(Instant createdAt, Duration asked, Instant now) {
        if (!asked.isZero()) {
            return now.plus(asked);
        }
        Duration pause = Duration.between(createdAt, now).dividedBy(PART_OF_AGE);
        if (pause.compareTo(SHORTEST) < 0) {
            pause = SHORTEST;
        }
        return now.plus(pause.compareTo(longest) > 0 ? longest : pause);
    }
}
