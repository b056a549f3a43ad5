package io.fhirferry.emulator.rest;

import io.fhirferry.emulator.outcome.FhirFailure;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failure with an OperationOutcome. */
final class FailureMapper {

    @ServerExceptionMapper
    Response failed(FhirFailure failure) {
        return Answers.failure(failure);
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException refusal) {
        int status = refusal.getResponse().getStatus();
        return Answers.failure(FhirFailure.of(
                status,
                "The request was refused: "
                        + refusal.getResponse().getStatusInfo().getReasonPhrase() + "."));
    }

    @ServerExceptionMapper
    Response broken(RuntimeException bug) {
        EmulatorLog.LOG.requestFailed(bug);
        return Answers.failure(FhirFailure.of(500, "There was an error processing your request."));
    }
}
