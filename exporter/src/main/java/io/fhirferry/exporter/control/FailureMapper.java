package io.fhirferry.exporter.control;

import static io.fhirferry.exporter.control.ControlLog.LOG;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers what an operation did not expect as a problem (RFC 9457), which has the {@code message} of every other answer
 * too.
 */
final class FailureMapper {

    /** When storage that does not answer is worth another try, in seconds. */
    private static final int RETRY_AFTER = 5;

    /** 503 when storage did not do its part, told in one line; 500 for a bug, with its stack in the log. */
    @ServerExceptionMapper
    Response failed(RuntimeException failure, ContainerRequestContext request) {
        if (failure instanceof WebApplicationException refusal) {
            return refusal.getResponse();
        }
        String operation = request.getMethod() + " " + request.getUriInfo().getPath();
        return StorageTrouble.in(failure)
                .map(trouble -> unavailable(operation, trouble))
                .orElseGet(() -> broken(operation, failure));
    }

    private static Response unavailable(String operation, StorageTrouble trouble) {
        LOG.unavailable(operation, trouble.kind());
        return Response.fromResponse(Answers.problem(503, "Storage is not available", trouble.message()))
                .header("Retry-After", RETRY_AFTER)
                .build();
    }

    private static Response broken(String operation, RuntimeException failure) {
        LOG.broken(operation, failure);
        return Answers.problem(
                500,
                "The exporter failed",
                "The exporter failed at something that it did not expect; its log (FERRY-CONTROL-0007) says at what.");
    }
}
