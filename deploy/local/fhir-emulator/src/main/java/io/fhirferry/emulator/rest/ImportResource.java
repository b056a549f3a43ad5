package io.fhirferry.emulator.rest;

import io.fhirferry.emulator.blobs.Blobs;
import io.fhirferry.emulator.config.EmulatorConfig;
import io.fhirferry.emulator.config.Profile;
import io.fhirferry.emulator.faults.Faults;
import io.fhirferry.emulator.imports.ImportAnswer;
import io.fhirferry.emulator.imports.ImportJobs;
import io.fhirferry.emulator.imports.ImportRequest;
import io.fhirferry.emulator.imports.ImportRequestReader;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** {@code $import} and its jobs. */
@Path("/")
@RunOnVirtualThread
public class ImportResource {

    private final EmulatorConfig config;
    private final ImportRequestReader reader;
    private final ImportJobs jobs;
    private final Faults faults;
    private final Blobs blobs;
    private final Call call;

    ImportResource(
            EmulatorConfig config, ImportRequestReader reader, ImportJobs jobs, Faults faults, Blobs blobs, Call call) {
        this.config = config;
        this.reader = reader;
        this.jobs = jobs;
        this.faults = faults;
        this.blobs = blobs;
        this.call = call;
    }

    /** Starts an import, or finds the one that the same request started before. */
    @POST
    @Path("$import")
    public Response start(byte[] body) {
        if (config.profile() == Profile.API_FOR_FHIR) {
            throw FhirFailure.badRequest("The requested \"import\" operation is not enabled.");
        }
        blobs.require("import");
        if (!call.header("Prefer").strip().equalsIgnoreCase("respond-async")) {
            throw FhirFailure.badRequest("The Prefer header must be respond-async.");
        }
        if (!call.header("Content-Type").toLowerCase(Locale.ROOT).contains("application/fhir+json")) {
            throw FhirFailure.badRequest("The Content-Type header must be application/fhir+json.");
        }
        ImportRequest request = reader.read(call.url(), body);
        String method = call.method();
        String uri = call.uri();
        String id = jobs.start(request, () -> faults.forJob(method, uri));
        return Response.accepted()
                .header("Content-Location", call.base() + "/_operations/import/" + id)
                .build();
    }

    /** 202 while the job runs, with results as soon as there are any; 200 at its end. */
    @GET
    @Path("_operations/import/{id}")
    public Response poll(@PathParam("id") String id) {
        LockSupport.parkNanos(config.imports().throttle().toNanos());
        boolean details = call.params().last("_details", "false").equalsIgnoreCase("true");
        ImportAnswer answer = jobs.poll(id, details);
        return answer.body().length == 0
                ? Response.status(answer.status()).build()
                : Response.status(answer.status())
                        .type("application/json")
                        .entity(answer.body())
                        .build();
    }

    /** Cancels the job; what is loaded stays. */
    @DELETE
    @Path("_operations/import/{id}")
    public Response cancel(@PathParam("id") String id) {
        jobs.cancel(id);
        return Response.accepted().build();
    }
}
