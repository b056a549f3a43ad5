package io.fhirferry.emulator.faults;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** The faults that strike after the work is done: the lost answer and the broken one. */
public class LateFaults {

    @ServerResponseFilter
    void strike(ContainerResponseContext response, RoutingContext context) throws IOException {
        if (context.get(FaultGate.COMMITTED) instanceof FaultSpec spec) {
            response.getHeaders().clear();
            response.setStatus(spec.status().orElse(503));
            spec.retryAfterSeconds().ifPresent(seconds -> response.getHeaders().putSingle("Retry-After", seconds));
            response.setEntity(FaultGate.failure(spec).body());
            response.getHeaders().putSingle("Content-Type", "application/fhir+json; charset=utf-8");
        }
        if (context.get(FaultGate.CUT) != null) {
            cut(response, context);
        }
    }

    /** Sends half of the body under the length of the whole, and then closes the connection. */
    private static void cut(ContainerResponseContext response, RoutingContext context) throws IOException {
        byte[] whole = bytes(response.getEntity());
        response.setEntity(Arrays.copyOf(whole, whole.length / 2));
        context.addHeadersEndHandler(
                headers -> context.response().putHeader("Content-Length", "" + (whole.length + 1)));
        context.addBodyEndHandler(body -> context.request().connection().close());
    }

    private static byte[] bytes(Object entity) throws IOException {
        return switch (entity) {
            case byte[] bytes -> bytes;
            case StreamingOutput stream -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                stream.write(out);
                yield out.toByteArray();
            }
            case null, default -> new byte[0];
        };
    }
}
