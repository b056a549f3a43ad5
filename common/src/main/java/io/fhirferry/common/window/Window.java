package io.fhirferry.common.window;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A half-open interval [since, till) of {@code meta.lastUpdated} at millisecond grain, the unit in which data moves.
 *
 * @param id names the window within its migration
 * @param since first instant that belongs to the window, whole milliseconds
 * @param till first instant that no longer does, whole milliseconds, after {@code since}
 * @param scope the resource types
 * @param kind where the window comes from
 */
public record Window(WindowId id, Instant since, Instant till, Scope scope, WindowKind kind) {

    /** The shortest window there is; what is still too large then cannot be split by time. */
    public static final Duration GRAIN = Duration.ofMillis(1);

    public Window {
        requireWholeMillis(since);
        requireWholeMillis(till);
        if (!since.isBefore(till)) {
            throw new IllegalArgumentException("A window ends after it begins, but [" + since + ", " + till + ")");
        }
    }

    /** The first window of this shape. */
    public static Window of(Instant since, Instant till, Scope scope, WindowKind kind) {
        return new Window(WindowId.of(since, till, scope, kind, 0), since, till, scope, kind);
    }

    /**
     * A further window of the same shape as an earlier one.
     *
     * @param number 1 for the second window of this shape, and so on
     */
    public static Window again(Instant since, Instant till, Scope scope, WindowKind kind, int number) {
        return new Window(WindowId.of(since, till, scope, kind, number), since, till, scope, kind);
    }

    /**
     * Whether a resource with this date belongs here. A server may add lines at an inclusive edge; those are
     * <em>outside</em>, and the neighbour owns them.
     *
     * @param lastUpdated of any precision; it is cut to milliseconds, as the servers do
     */
    public boolean owns(Instant lastUpdated) {
        Instant cut = lastUpdated.truncatedTo(ChronoUnit.MILLIS);
        return !cut.isBefore(since) && cut.isBefore(till);
    }

    /** The length of the interval, at least {@link #GRAIN}. */
    public Duration length() {
        return Duration.between(since, till);
    }

    /** Whether the window is long enough to be halved. */
    public boolean canSplit() {
        return length().compareTo(GRAIN) > 0;
    }

    /**
     * The two windows that replace this one when its content is too large for one export.
     *
     * @return the earlier and the later half, which meet at a whole millisecond
     * @throws IllegalStateException when the window has the length of one millisecond
     */
    public List<Window> halves() {
        if (!canSplit()) {
            throw new IllegalStateException("A window of one millisecond cannot be split: " + id);
        }
        Instant middle = since.plusMillis(length().toMillis() / 2);
        return List.of(of(since, middle, scope, kind), of(middle, till, scope, kind));
    }

    private static void requireWholeMillis(Instant instant) {
        if (instant.getNano() % 1_000_000 != 0) {
            throw new IllegalArgumentException("Windows begin and end at whole milliseconds, not at " + instant);
        }
    }
}
