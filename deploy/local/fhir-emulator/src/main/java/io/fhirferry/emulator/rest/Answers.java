package io.fhirferry.emulator.rest;

import io.fhirferry.emulator.interaction.Saved;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.store.Version;
import io.fhirferry.emulator.time.Stamps;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/** Builds HTTP responses. */
final class Answers {

    static final String FHIR_JSON = "application/fhir+json; charset=utf-8";

    private Answers() {}

    static Response resource(int status, Version version) {
        return Response.status(status)
                .type(FHIR_JSON)
                .header("ETag", etag(version))
                .header("Last-Modified", Stamps.http(version.millis()))
                .entity(version.body())
                .build();
    }

    static Response saved(Saved saved, String base) {
        Version version = saved.version();
        String location = base + "/" + version.type() + "/" + version.id() + "/_history/" + version.number();
        return Response.fromResponse(resource(saved.status(), version))
                .header("Location", location)
                .build();
    }

    static Response stream(StreamingOutput body) {
        return Response.ok(body).type(FHIR_JSON).build();
    }

    static Response failure(FhirFailure failure) {
        Response.ResponseBuilder response =
                Response.status(failure.status()).type(FHIR_JSON).entity(failure.body());
        if (!failure.etag().isEmpty()) {
            response.header("ETag", failure.etag());
        }
        return response.build();
    }

    static String etag(Version version) {
        return "W/\"" + version.number() + "\"";
    }
}
