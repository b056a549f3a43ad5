package io.fhirferry.common.window;

import java.time.Instant;

/**
 * How far the planner has come. Several planners may run: the one whose cursor is still current when it writes wins.
 *
 * @param start where the first tile begins
 * @param planned every instant before it belongs to a tile
 * @param startedAt when the migration was first planned, for the elapsed time in the report
 * @param etag the version of the row; empty when there is none yet
 */
public record Cursor(Instant start, Instant planned, Instant startedAt, String etag) {

    /** The cursor of a migration that has planned nothing. */
    public static Cursor at(Instant start, Instant now) {
        return new Cursor(start, start, now, "");
    }

    /** The cursor after windows up to {@code till} were planned; it never goes back. */
    public Cursor advancedTo(Instant till) {
        if (till.isBefore(planned)) {
            throw new IllegalArgumentException("The planner does not go back from " + planned + " to " + till);
        }
        return new Cursor(start, till, startedAt, etag);
    }
}
