package io.fhirferry.importer.bundle;

import java.time.Duration;

/** How often something happens: about as often in a span as in the one before, or more often. Not for several threads. */
final class Recently {

    private final long span;
    private long since;
    private int before;
    private int now;

    /** @param nanos the present, of a clock that only goes forward */
    Recently(Duration span, long nanos) {
        this.span = span.toNanos();
        this.since = nanos;
    }

    /** It happens. */
    void count(long nanos) {
        pass(nanos);
        now++;
    }

    /** How often it happened in the last whole span, or has already in the present one. */
    int number(long nanos) {
        pass(nanos);
        return Math.max(before, now);
    }

    private void pass(long nanos) {
        long spans = (nanos - since) / span;
        if (spans > 0) {
            before = spans == 1 ? now : 0;
            now = 0;
            since += spans * span;
        }
    }
}
