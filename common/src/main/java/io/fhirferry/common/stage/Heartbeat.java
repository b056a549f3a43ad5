package io.fhirferry.common.stage;

/** Tells the queue and the table that a long step is alive, so that nobody else takes it over. */
@FunctionalInterface
public interface Heartbeat {

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
}
