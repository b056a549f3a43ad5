package io.fhirferry.common.queue;

import java.time.Instant;
import java.util.Map;

/**
 * What travels on the wire around a body.
 *
 * @param body the text that handlers get
 * @param base the service's dequeue count when progress was last recorded; deliveries are counted from it
 * @param first when the message was first sent, which survives postponing and the poison queue; {@link #NEVER} when
 *     not known
 * @param until hidden until then, beyond what the service can hide at once; {@link #NEVER} when visible
 * @param error {@link FailureKind} of the last failure, never its text; empty when there was none
 * @param mark what went wrong for good, {@link PoisonMark#NONE} while nothing has
 * @param trace W3C trace context: {@code traceparent} and, if any, {@code tracestate}
 */
record Envelope(
        String body,
        long base,
        Instant first,
        Instant until,
        String error,
        PoisonMark mark,
        Map<String, String> trace) {

    /** The instant that stands for "not set". */
    static final Instant NEVER = Instant.EPOCH;

    Envelope {
        trace = Map.copyOf(trace);
    }

    /** A message that is sent for the first time. */
    static Envelope of(String body, Instant first, Instant until, Map<String, String> trace) {
        return new Envelope(body, 0, first, until, "", PoisonMark.NONE, trace);
    }

    /** Progress: a new body, with deliveries counted from here, visible. */
    Envelope progressed(String newBody, long dequeueCount) {
        return new Envelope(newBody, dequeueCount, first, NEVER, "", PoisonMark.NONE, trace);
    }

    /** The same body, with deliveries counted from here. */
    Envelope countedFrom(long dequeueCount) {
        return new Envelope(body, dequeueCount, first, until, error, mark, trace);
    }

    Envelope hiddenUntil(Instant newUntil) {
        return new Envelope(body, base, first, newUntil, error, mark, trace);
    }

    Envelope failedWith(String newError) {
        return new Envelope(body, base, first, until, newError, mark, trace);
    }

    Envelope marked(PoisonMark newMark) {
        return new Envelope(body, base, first, NEVER, error, newMark, trace);
    }

    Envelope firstSentAt(Instant newFirst) {
        return new Envelope(body, base, newFirst, until, error, mark, trace);
    }
}
