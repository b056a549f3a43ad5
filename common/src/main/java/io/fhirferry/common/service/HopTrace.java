package io.fhirferry.common.service;

import io.smallrye.reactive.messaging.TracingMetadata;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * The trace that a received message came with, while it is handled: what is sent meanwhile belongs to it. Stages and
 * runner know nothing of it.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
final class HopTrace {

    private static final ScopedValue<TracingMetadata> RECEIVED = ScopedValue.newInstance();

    private HopTrace() {}

    /** Handles a message within the trace that it came with. */
    static void within(TracingMetadata received, Runnable handling) {
        ScopedValue.where(RECEIVED, received).run(handling);
    }

    /** The metadata with the trace of the message that is being handled; unchanged when none is. */
    static Metadata joining(Metadata metadata) {
        return RECEIVED.isBound() ? metadata.with(RECEIVED.get()) : metadata;
    }
}
