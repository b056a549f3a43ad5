package io.fhirferry.common.stage;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * One kind of long-running operation at a FHIR server, on behalf of one piece of work; the {@link JobFollower} decides
 * when it is started, looked at and cancelled.
 *
 * @param <R> what the operation brings when it is done
 */
public interface ServerJob<R> {

    /** What it is, as it stands in the middle of a message: {@code the export}. */
    String what();

    /** Asks the server once to begin. */
    Start start();

    /** Asks the server once how the operation is doing. May be asked again when it is over. */
    Standing<R> look(URI url);

    /**
     * Asks the server to end the operation.
     *
     * @return why it may go on; empty when it does not
     */
    Optional<String> cancel(URI url);

    /** What a server answers to the request to begin. */
    sealed interface Start {

        /** It has begun, and is asked about here. */
        record Accepted(URI url) implements Start {}

        /** It has not begun. */
        record Refused(WorkResult result) implements Start {}

        /** Nobody heard the answer, so it may have begun. */
        record Unanswered(WorkResult result) implements Start {}
    }

    /**
     * How an operation stands.
     *
     * @param <R> what it brings when it is done
     */
    sealed interface Standing<R> {

        /**
         * It is at work, or for the moment nobody can tell.
         *
         * @param asked the pause that the server asks for; zero when it does not
         * @param overdue what comes of the work when the time for the operation is up
         */
        record Running<R>(Duration asked, WorkResult overdue) implements Standing<R> {}

        /** It is done. */
        record Done<R>(R result) implements Standing<R> {}

        /** It came to nothing. */
        record Failed<R>(WorkResult result) implements Standing<R> {}
    }
}
