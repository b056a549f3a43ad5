package io.fhirferry.common.window;

import java.time.Instant;
import java.util.Locale;

/**
 * What an operator wants of the migration as a whole.
 *
 * @param mode whether new work may begin
 * @param why who asked for it last, and why; both empty when nobody ever did
 * @param at when; the epoch when nobody ever did
 * @param changes how often it was changed; it numbers the events
 * @param etag the version of the row; empty when there is none yet
 */
public record Control(Mode mode, Why why, Instant at, int changes, String etag) {

    /** Nobody has asked for anything: work goes on. */
    public static final Control NONE = new Control(Mode.RUNNING, new Why("", ""), Instant.EPOCH, 0, "");

    /** Whether new work may begin. */
    public enum Mode {
        /** Work goes on. */
        RUNNING,
        /** No window is planned and no stage begins; what has begun comes to its end. */
        PAUSED,
        /** As when paused, and what had begun was cancelled. */
        STOPPED;

        /** The mode as it stands in answers: {@code running}, … */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same migration in another mode. */
    public Control changed(Mode next, Why who, Instant now) {
        return new Control(next, who, now, changes + 1, etag);
    }

    /** Whether new work may begin. */
    public boolean mayBegin() {
        return mode == Mode.RUNNING;
    }
}
