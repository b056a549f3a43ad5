package io.fhirferry.common.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jboss.logging.MDC;

/**
 * The trace of what a thread does: the lines that it logs bear its id, requests to FHIR servers carry it, and what is
 * sent to a queue continues it. Nothing is recorded here; where an OpenTelemetry SDK records spans, its span is kept.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public final class HopTrace {

    /** What a log format names the trace by, such as {@code %X{traceId}}. */
    public static final String TRACE_ID = "traceId";

    /** What a log format names this hop of the trace by. */
    public static final String SPAN_ID = "spanId";

    private HopTrace() {}

    /**
     * Works as a hop of the trace that a message brought, under an id of its own.
     *
     * @param received with the sender's trace; without one, a trace begins here
     */
    public static <T> T within(Context received, Supplier<T> work) {
        return in(hop(received), work);
    }

    /** As {@link #within(Context, Supplier)}, without a result. */
    public static void within(Context received, Runnable work) {
        within(received, () -> {
            work.run();
            return true;
        });
    }

    /** Works as the first hop of a trace that begins here. */
    public static <T> T begin(Supplier<T> work) {
        return within(Context.root(), work);
    }

    /** What carries the present trace on; that of a trace which begins now when there is none. */
    public static Context current() {
        Context current = Context.current();
        return of(current).isValid() ? current : hop(current);
    }

    /** The headers that carry the present trace in a request; none when there is no trace. */
    public static Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), headers, Map::put);
        return headers;
    }

    /** The same work for another thread, as part of the present trace. */
    public static Runnable carried(Runnable work) {
        Context current = Context.current();
        return () -> in(current, () -> {
            work.run();
            return true;
        });
    }

    private static <T> T in(Context context, Supplier<T> work) {
        SpanContext span = of(context);
        if (!span.isValid()) {
            return work.get();
        }
        Object trace = MDC.put(TRACE_ID, span.getTraceId());
        Object hop = MDC.put(SPAN_ID, span.getSpanId());
        try {
            return context.wrapSupplier(work).get();
        } finally {
            restore(TRACE_ID, trace);
            restore(SPAN_ID, hop);
        }
    }

    private static void restore(String key, Object before) {
        if (before == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, before);
        }
    }

    /** A span of ours: of a new trace, or of the sender's. One that an SDK has begun here already stays. */
    private static Context hop(Context received) {
        SpanContext from = of(received);
        if (from.isValid() && !from.isRemote()) {
            return received;
        }
        // A trace that begins here counts as recorded, so that servers record what they do for it as they would
        // without.
        SpanContext hop = from.isValid()
                ? SpanContext.create(from.getTraceId(), spanId(), from.getTraceFlags(), from.getTraceState())
                : SpanContext.create(traceId(), spanId(), TraceFlags.getSampled(), TraceState.getDefault());
        return received.with(Span.wrap(hop));
    }

    private static SpanContext of(Context context) {
        return Span.fromContext(context).getSpanContext();
    }

    private static String traceId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String id = TraceId.fromLongs(random.nextLong(), random.nextLong());
        return TraceId.isValid(id) ? id : traceId();
    }

    private static String spanId() {
        String id = SpanId.fromLong(ThreadLocalRandom.current().nextLong());
        return SpanId.isValid(id) ? id : spanId();
    }
}
