package io.fhirferry.emulator.faults;

import io.fhirferry.emulator.outcome.FhirFailure;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** Stands before everything else and does to requests what was ordered; the admin API and health pass. */
@ApplicationScoped
public class FaultGate {

    /** Key of the routing context under which an error waits until the work is done. */
    public static final String COMMITTED = "emulator.fault.committed";

    /** Key of the routing context that asks for half a response. */
    public static final String CUT = "emulator.fault.cut";

    private static final int PRIORITY = 400;
    private static final String FHIR_JSON = "application/fhir+json; charset=utf-8";

    private static final String TOO_MANY = "The request rate is too high. Try again later.";

    private final Faults faults;

    FaultGate(Faults faults) {
        this.faults = faults;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    private void handle(RoutingContext context) {
        String uri = context.request().uri();
        if (uri.startsWith("/_emulator") || uri.startsWith("/q/")) {
            context.next();
            return;
        }
        String method = context.request().method().name();
        for (Fault limit : faults.limits(method, uri)) {
            if (!limit.enter()) {
                throttle(context, limit.spec());
                return;
            }
            context.addEndHandler(ended -> limit.leave());
        }
        Optional<Fault> fault = faults.forRequest(method, uri);
        if (fault.isEmpty()) {
            context.next();
        } else {
            strike(context, fault.get().spec());
        }
    }

    private static void strike(RoutingContext context, FaultSpec spec) {
        switch (spec.kind()) {
            case THROTTLE -> throttle(context, spec);
            case ERROR -> fail(context, spec);
            case HANG ->
                later(context, spec.delayMillis().orElse(600_000L), () -> context.request()
                        .connection()
                        .close());
            case DELAY -> later(context, spec.delayMillis().orElse(1_000L), context::next);
            case CUT -> {
                context.put(CUT, Boolean.TRUE);
                context.next();
            }
            default -> context.next();
        }
    }

    private static void fail(RoutingContext context, FaultSpec spec) {
        if (spec.commit().orElse(false)) {
            context.put(COMMITTED, spec);
            context.next();
            return;
        }
        spec.retryAfterSeconds().ifPresent(seconds -> retryAfter(context.response(), seconds));
        end(context, spec.status().orElse(503), failure(spec).body());
    }

    /** The OperationOutcome of an ordered error. */
    static FhirFailure failure(FaultSpec spec) {
        if (spec.kind() == FaultKind.THROTTLE) {
            return FhirFailure.of(429, TOO_MANY);
        }
        return FhirFailure.of(spec.status().orElse(503), "The server failed, as it was told to.");
    }

    private static void throttle(RoutingContext context, FaultSpec spec) {
        retryAfter(context.response(), spec.retryAfterSeconds().orElse(2));
        end(context, 429, FhirFailure.of(429, TOO_MANY).body());
    }

    private static void retryAfter(HttpServerResponse response, int seconds) {
        response.putHeader("Retry-After", "" + seconds).putHeader("x-ms-retry-after-ms", "" + seconds * 1000L);
    }

    private static void end(RoutingContext context, int status, byte[] body) {
        context.request().resume();
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", FHIR_JSON)
                .end(Buffer.buffer(body));
    }

    private static void later(RoutingContext context, long millis, Runnable then) {
        context.request().pause();
        long timer = context.vertx().setTimer(millis, ignored -> {
            context.request().resume();
            then.run();
        });
        context.addEndHandler(ended -> context.vertx().cancelTimer(timer));
    }
}
