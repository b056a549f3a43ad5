package io.fhirferry.verifier.tile;

import java.net.URI;
import java.time.Duration;

/**
 * What travels in the message while the destination exports.
 *
 * @param looks how often the job was looked at
 * @param job where
 */
record ExportProgress(int looks, URI job) {

    private static final Duration FIRST = Duration.ofMillis(500);

    static ExportProgress started(URI job) {
        return new ExportProgress(0, job);
    }

    ExportProgress looked() {
        return new ExportProgress(looks + 1, job);
    }

    /** The pause before the next look: short at first, since small windows are quick, then as configured. */
    Duration pause(Duration longest) {
        Duration pause = FIRST.multipliedBy(1L << Math.min(looks, 20));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    String write() {
        return looks + " " + job;
    }

    static ExportProgress read(String text) {
        int space = text.indexOf(' ');
        return new ExportProgress(Integer.parseInt(text.substring(0, space)), URI.create(text.substring(space + 1)));
    }
}
