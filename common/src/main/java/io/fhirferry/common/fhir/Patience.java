package io.fhirferry.common.fhir;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The one policy for repeating a call that can be repeated: bounded in attempts and in time, with delays that double and
 * are drawn by chance, or that the server asked for. When the next delay would outlast the time, the failure is the
 * caller's at once: a stage then waits in its queue, without a thread.
 */
public final class Patience {

    private final Limits limits;
    private final InstantSource clock;
    private final Pause pause;
    private final RandomGenerator chance;

    /** Patience by the given clock, pause and chance. */
    public Patience(Limits limits, InstantSource clock, Pause pause, RandomGenerator chance) {
        this.limits = limits;
        this.clock = clock;
        this.pause = pause;
        this.chance = chance;
    }

    /**
     * Bounds of patience.
     *
     * @param attempts most attempts, from 1
     * @param first upper bound of the first delay; each next one is twice as long
     * @param longest upper bound of every delay that the server did not ask for
     * @param total no new attempt begins when this much time has passed since the first one
     */
    public record Limits(int attempts, Duration first, Duration longest, Duration total) {

        /** Five attempts within two minutes, the first repeated after at most half a second. */
        public static final Limits STANDARD =
                new Limits(5, Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofMinutes(2));

        /** One attempt. */
        public static final Limits NONE = new Limits(1, Duration.ZERO, Duration.ZERO, Duration.ZERO);

        public Limits {
            if (attempts < 1 || first.isNegative() || longest.compareTo(first) < 0 || total.isNegative()) {
                throw new IllegalArgumentException("Patience needs at least one attempt and rising delays");
            }
        }
    }

    /** Patience of the real world within {@link Limits#STANDARD}. */
    public static Patience standard(InstantSource clock) {
        return new Patience(Limits.STANDARD, clock, Pause.real(), RandomGenerator.getDefault());
    }

    /**
     * Calls until it succeeds, or fails in a way that another attempt does not heal, or patience ends.
     *
     * @throws FhirException the last failure
     */
    public <T> T run(Supplier<T> call) {
        Instant begin = clock.instant();
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (FhirException failure) {
                if (!failure.retryable() || attempt >= limits.attempts()) {
                    throw failure;
                }
                Duration delay = failure.retryAfter().delayOr(backoff(attempt));
                if (Duration.between(begin, clock.instant()).plus(delay).compareTo(limits.total()) > 0) {
                    throw failure;
                }
                rest(delay, failure);
            }
        }
    }

    private void rest(Duration delay, FhirException failure) {
        try {
            pause.take(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    /** Between half and all of the doubled delay: spread, but never hot. */
    private Duration backoff(int attempt) {
        long ceiling = Math.min(limits.longest().toMillis(), limits.first().toMillis() << Math.min(attempt - 1, 20));
        return Duration.ofMillis(ceiling / 2 + chance.nextLong(ceiling / 2 + 1));
    }
}
