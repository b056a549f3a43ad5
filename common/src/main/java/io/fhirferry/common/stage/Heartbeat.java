package io.fhirferry.common.stage;

import java.time.Duration;

/** Tells the queue and the table that a long step is alive, so that nobody else takes it over. */
@FunctionalInterface
public interface Heartbeat {

    /** Where nobody can take over. */
    Duration UNBOUNDED = Duration.ofDays(7);

    /** For calls outside of any delivery. */
    Heartbeat NONE = () -> {};

    /**
     * Cheap enough to be called for every file or page, and from several threads; what it costs is spent at most every
     * few minutes.
     *
     * @throws RuntimeException when somebody else has taken over, such as {@link TakenOverException}; the work is to end
     *     with it
     */
    void beat();

    /**
     * Looks at once whether the work is still ours, just before something begins that does not end with it, such as a job
     * at a server.
     *
     * @throws RuntimeException as {@link #beat}
     */
    default void confirm() {
        beat();
    }

    /**
     * How long nobody else can take over, even if no sign of life gets through any more; zero once somebody may have. What
     * must not come late, such as a write to a server that numbers versions in the order in which they arrive, begins only
     * while it will be over within this time.
     */
    default Duration remaining() {
        return UNBOUNDED;
    }
}
