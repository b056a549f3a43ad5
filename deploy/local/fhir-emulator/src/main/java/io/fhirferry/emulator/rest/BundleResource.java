package io.fhirferry.emulator.rest;

import io.fhirferry.emulator.bundle.Bundles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Batch and transaction (FHIR R4 3.1.0.11). */
@Path("/")
@RunOnVirtualThread
public class BundleResource {

    private final Bundles bundles;
    private final Call call;

    BundleResource(Bundles bundles, Call call) {
        this.bundles = bundles;
        this.call = call;
    }

    /** Runs a Bundle. */
    @POST
    public Response run(byte[] body) {
        MediaTypes.requireJson(call);
        return Response.ok(bundles.run(body, call.base()))
                .type(Answers.FHIR_JSON)
                .build();
    }
}
