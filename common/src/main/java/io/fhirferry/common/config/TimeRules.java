package io.fhirferry.common.config;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Durations that only make sense together. */
final class TimeRules {

    private TimeRules() {}

    /** A job is looked at before it is given up. */
    static Rule patience(String stage) {
        Key timeout = Keys.of(stage + ".timeout");
        String interval = stage + ".poll-interval";
        return settings -> notLess(settings, timeout, interval, "set it to more than the interval, for example PT24H");
    }

    /** The longest pause is no shorter than the first. */
    static Stream<Problem> retries(Settings settings) {
        Key longest = Keys.of("ferry.stage.longest-retry-pause");
        return notLess(settings, longest, "ferry.stage.retry-pause", "set it to a longer duration, for example PT15M");
    }

    private static Stream<Problem> notLess(Settings settings, Key longer, String shorter, String right) {
        Optional<Duration> least = settings.duration(shorter);
        return settings
                .duration(longer.name())
                .filter(duration -> least.isPresent() && duration.compareTo(least.get()) < 0)
                .map(duration -> Problem.unfit(
                        longer, duration.toString(), "is shorter than " + shorter + ", " + least.orElseThrow(), right))
                .stream();
    }
}
