package io.fhirferry.verifier.tile;

import io.fhirferry.common.window.Window;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The destination's own {@code $export}. Faults are thrown as {@link io.fhirferry.common.fhir.FhirException}; the same
 * may be asked again.
 */
public interface DestinationExports {

    /**
     * Starts an export of the window, with history and deletions as the migration moves them.
     *
     * @param container for the files, where the server takes one
     * @return where to ask for its status
     */
    URI start(Window window, String container);

    /** Looks at a running export. */
    Status look(URI job);

    /** Ends an export, whatever its status. */
    void cancel(URI job);

    /** How an export stands. */
    sealed interface Status {

        /**
         * Not done yet.
         *
         * @param pause as the server asks for; empty when it does not
         */
        record Running(Optional<Duration> pause) implements Status {}

        /** Done: these files and no others. */
        record Done(List<ExportedFile> files) implements Status {}

        /**
         * It came to nothing.
         *
         * @param reason status and request id, never the server's own words
         * @param retryable whether another export may succeed
         */
        record Failed(String reason, boolean retryable) implements Status {}
    }
}
