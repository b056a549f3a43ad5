package io.fhirferry.emulator.rest;

import io.fhirferry.emulator.admin.RequestCounts;
import io.fhirferry.emulator.admin.RequestKind;
import io.fhirferry.emulator.admin.RequestTraces;
import io.fhirferry.emulator.time.Stamps;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;

/** Gives every response its date and request id, and counts what comes. */
@ApplicationScoped
public class Front {

    private static final int BEFORE_THE_FAULTS = 500;

    private final RequestCounts counts;
    private final RequestTraces traces;
    private final Clock clock;

    Front(RequestCounts counts, RequestTraces traces, Clock clock) {
        this.counts = counts;
        this.traces = traces;
        this.clock = clock;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, BEFORE_THE_FAULTS);
    }

    private void handle(RoutingContext context) {
        String uri = context.request().uri();
        context.response()
                .putHeader("Date", Stamps.http(clock.millis()))
                .putHeader("X-Request-Id", UUID.randomUUID().toString());
        if (!uri.startsWith("/_emulator") && !uri.startsWith("/q/")) {
            RequestKind kind = RequestKind.of(context.request().method().name(), uri);
            counts.count(kind);
            traces.count(Objects.requireNonNullElse(context.request().getHeader("traceparent"), ""), kind);
        }
        context.next();
    }
}
