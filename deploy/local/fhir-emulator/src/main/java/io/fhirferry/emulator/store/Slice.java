package io.fhirferry.emulator.store;

import io.fhirferry.emulator.time.TimeRange;
import java.util.Optional;

/**
 * Which part of a timeline is read.
 *
 * @param range the dates
 * @param ascending the oldest first
 * @param after go on beyond this position, in the direction of reading; from the beginning when empty
 */
public record Slice(TimeRange range, boolean ascending, Optional<Position> after) {

    /** All of a range, the oldest first. */
    public static Slice of(TimeRange range) {
        return new Slice(range, true, Optional.empty());
    }

    /** The same beyond a version. */
    public Slice beyond(Version version) {
        return new Slice(range, ascending, Optional.of(version.position()));
    }
}
