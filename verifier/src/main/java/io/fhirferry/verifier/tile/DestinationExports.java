package io.fhirferry.verifier.tile;

import io.fhirferry.common.window.Window;
import java.net.URI;
import java.time.Duration;
import java.util.List;

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
         * @param asked the pause that the server asks for; zero when it does not
         */
        record Running(Duration asked) implements Status {}

        /** Done: these files and no others. */
        record Done(List<ExportedFile> files) implements Status {}

        /**
         * It came to nothing.
         *
         * @param reason status and request id, never the server's own words
         * @param words those, for the protected container only; empty when there are none
         */
        record Failed(String reason, byte[] words) implements Status {

            /** Without the server's words. */
            @Override
            public String toString() {
                return "Failed[" + reason + "]";
            }
        }
    }
}
