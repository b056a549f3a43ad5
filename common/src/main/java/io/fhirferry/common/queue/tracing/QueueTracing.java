package io.fhirferry.common.queue.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.reactive.messaging.TracingMetadata;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Carries the W3C trace context across a queue, with a producer span for each send and a consumer span for each
 * delivery. Without an OpenTelemetry SDK there are no spans, and the context passes through unchanged.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public final class QueueTracing {

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final String SYSTEM = "messaging.system";
    private static final String DESTINATION = "messaging.destination.name";
    private static final String MESSAGE = "messaging.message.id";

    private final Tracer tracer;
    private final boolean attaching;

    private QueueTracing(OpenTelemetry openTelemetry, boolean attaching) {
        this.tracer = openTelemetry.getTracer("io.fhirferry.queue");
        this.attaching = attaching;
    }

    /** Makes spans, and makes them current for handlers; the SDK must keep the current span with the Vert.x context. */
    public static QueueTracing with(OpenTelemetry openTelemetry) {
        return new QueueTracing(openTelemetry, true);
    }

    /** Makes no spans, carries the context on. */
    public static QueueTracing carryingOnly() {
        return new QueueTracing(OpenTelemetry.noop(), false);
    }

    /** Whether spans are to be attached to the contexts of messages. */
    public boolean attaching() {
        return attaching;
    }

    /**
     * A span under way, and the context that has it.
     *
     * @param metadata for the message, so that the handler and what it sends belong to the span
     * @param carried what goes on the wire
     */
    public record Traced(Span span, TracingMetadata metadata, Map<String, String> carried) {

        /**
         * Makes the span the current one of the message's own Vert.x context, on which it is called. The scope stays
         * open, since that context ends with the message.
         */
        public void attach() {
            metadata.getCurrentContext().makeCurrent();
        }

        /** Ends the span well. */
        public void done() {
            span.end();
        }

        /** Ends the span with the class of a failure; its text may quote a body. */
        public void failed(Throwable failure) {
            span.setStatus(StatusCode.ERROR, failure.getClass().getName());
            span.end();
        }
    }

    /** Begins the span of a delivery below the context that came with the message. */
    public Traced received(String queue, String messageId, Map<String, String> carried) {
        Context sender = W3C.extract(Context.root(), carried, Carried.GETTER);
        Span span = span(queue + " process", SpanKind.CONSUMER, sender, queue);
        span.setAttribute(MESSAGE, messageId);
        return new Traced(span, TracingMetadata.with(sender.with(span), sender), carried);
    }

    /** Begins the span of a send below the message's context or, without one, the thread's. */
    public Traced sending(Message<?> message, String queue) {
        Context parent = TracingMetadata.fromMessage(message)
                .map(TracingMetadata::getCurrentContext)
                .orElseGet(Context::current);
        Span span = span(queue + " send", SpanKind.PRODUCER, parent, queue);
        Map<String, String> carried = new HashMap<>();
        W3C.inject(parent.with(span), carried, Map::put);
        return new Traced(span, TracingMetadata.withCurrent(parent.with(span)), Map.copyOf(carried));
    }

    private Span span(String name, SpanKind kind, Context parent, String queue) {
        return tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(parent)
                .setAttribute(SYSTEM, "azure_storage_queue")
                .setAttribute(DESTINATION, queue)
                .startSpan();
    }

    private enum Carried implements TextMapGetter<Map<String, String>> {
        GETTER;

        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public String get(Map<String, String> carrier, String key) {
            return carrier.get(key);
        }
    }
}
