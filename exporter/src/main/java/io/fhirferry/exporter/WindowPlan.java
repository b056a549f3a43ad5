package io.fhirferry.exporter;

import io.fhirferry.common.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Chooses where the next window ends: as late as the longest window allows, so that empty spans merge, halved while it
 * holds more than the target.
 *
 * @param longest no window is longer
 * @param target how many resources a window aims at, at least 1
 * @param shortest while the migration follows the source without an end, no shorter window is planned; it keeps a
 *     source in use from being asked for a window every few seconds
 */
public record WindowPlan(Duration longest, long target, Duration shortest) {

    /**
     * The next span, beginning where everything is planned.
     *
     * @param planned everything before it belongs to windows already
     * @param end the first instant that is not to be moved, if there is one
     * @param settled the source's clock less the lag: from there on resources may still become readable
     * @return empty when there is nothing to plan now
     */
    public Optional<Span> next(Instant planned, Optional<Instant> end, Instant settled, ResourceCount count) {
        Instant limit = limit(end, settled);
        if (!planned.isBefore(limit)) {
            return Optional.empty();
        }
        Instant till = earlier(planned.plus(longest), limit);
        boolean reachesEnd = end.isPresent() && till.equals(end.get());
        boolean whole = Duration.between(planned, till).equals(longest);
        if (!whole && !reachesEnd && Duration.between(planned, till).compareTo(shortest) < 0) {
            return Optional.empty();
        }
        long counted = count.between(planned, till);
        while (counted > target && Duration.between(planned, till).compareTo(Window.GRAIN) > 0) {
            till = planned.plusMillis(Duration.between(planned, till).toMillis() / 2);
            counted = count.between(planned, till);
        }
        return Optional.of(new Span(planned, till, counted));
    }

    private static Instant limit(Optional<Instant> end, Instant settled) {
        Instant cut = settled.truncatedTo(ChronoUnit.MILLIS);
        return end.map(given -> earlier(given, cut)).orElse(cut);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
