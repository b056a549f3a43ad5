package io.fhirferry.emulator.time;

/**
 * A half-open span of time in milliseconds since 1970.
 *
 * @param from the first millisecond inside
 * @param to the first millisecond after it
 */
public record TimeRange(long from, long to) {

    /** All of time. */
    public static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    /** Whether an instant lies inside. */
    public boolean contains(long millis) {
        return millis >= from && millis < to;
    }

    /** What lies in both; possibly nothing. */
    public TimeRange and(TimeRange other) {
        return new TimeRange(Math.max(from, other.from), Math.min(to, other.to));
    }
}
