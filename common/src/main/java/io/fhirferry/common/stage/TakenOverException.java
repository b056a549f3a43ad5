package io.fhirferry.common.stage;

import io.fhirferry.common.window.WindowId;

/**
 * Somebody else has moved the window on while it was being worked on: whatever this handling still does is in vain.
 * Thrown from the heartbeat; a stage lets it pass, and the runner ends the handling.
 */
public final class TakenOverException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    TakenOverException(WindowId window, String state) {
        super("Window " + window + " is " + state + " now and was moved by somebody else; this work on it ends");
    }
}
