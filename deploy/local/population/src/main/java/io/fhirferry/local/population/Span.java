package io.fhirferry.local.population;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The simulated time in which resources are written: half-open, at millisecond grain, cut by boundaries.
 *
 * <p>The boundaries are where a migration is expected to cut its windows. Lives put some of their events exactly on
 * them and some a millisecond before, since that is where a window's edges are got wrong.
 *
 * @param from the first instant
 * @param to the instant after the last; later than {@code from}
 * @param step the distance of the boundaries, counted in UTC from {@code from}; positive
 */
record Span(Instant from, Instant to, TemporalAmount step) {

    Span {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("The time from " + from + " to " + to + " is empty");
        }
        if (!after(from, step).isAfter(from)) {
            throw new IllegalArgumentException("The distance of the boundaries is not positive: " + step);
        }
    }

    /** The boundaries in ascending order, {@code from} first, all before {@code to}. */
    List<Instant> boundaries() {
        List<Instant> boundaries = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = after(at, step)) {
            boundaries.add(at);
        }
        return List.copyOf(boundaries);
    }

    /** An instant of this span, each millisecond from {@code earliest} on as likely as any other. */
    Instant random(RandomGenerator random, Instant earliest) {
        return Instant.ofEpochMilli(random.nextLong(earliest.toEpochMilli(), to.toEpochMilli()));
    }

    private static Instant after(Instant at, TemporalAmount step) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC).plus(step).toInstant();
    }
}
