package io.fhirferry.importer.bundle;

import java.time.Duration;

/** The destination takes nothing for the moment: the work is to wait in its queue, without a thread and without memory. */
final class DestinationAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration pause;

    DestinationAwayException(Duration pause, String reason) {
        super(reason);
        this.pause = pause;
    }

    /** How long to wait at least. */
    Duration pause() {
        return pause;
    }
}
