package io.fhirferry.emulator.rest;

import io.fhirferry.emulator.blobs.Blobs;
import io.fhirferry.emulator.export.ExportHeaders;
import io.fhirferry.emulator.export.ExportJobs;
import io.fhirferry.emulator.export.ExportLevel;
import io.fhirferry.emulator.export.ExportRequest;
import io.fhirferry.emulator.export.ExportRequestReader;
import io.fhirferry.emulator.export.ExportStatus;
import io.fhirferry.emulator.faults.Faults;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** {@code $export} and its jobs. */
@Path("/")
@RunOnVirtualThread
public class ExportResource {

    private final ExportRequestReader reader;
    private final ExportJobs jobs;
    private final ExportStatus status;
    private final Faults faults;
    private final Blobs blobs;
    private final Call call;

    ExportResource(
            ExportRequestReader reader, ExportJobs jobs, ExportStatus status, Faults faults, Blobs blobs, Call call) {
        this.reader = reader;
        this.jobs = jobs;
        this.status = status;
        this.faults = faults;
        this.blobs = blobs;
        this.call = call;
    }

    /** Starts an export of everything. */
    @GET
    @Path("$export")
    public Response system() {
        return start(ExportLevel.SYSTEM, "");
    }

    /** Starts an export of all patients; no other type can be exported by itself. */
    @GET
    @Path("{type:[A-Z][A-Za-z]*}/$export")
    public Response patients(@PathParam("type") String type) {
        if (!type.equals("Patient")) {
            throw FhirFailure.badRequest("Only the whole server, Patient and Group/{id} can be exported.");
        }
        return start(ExportLevel.PATIENT, "");
    }

    /** Starts an export of a group. */
    @GET
    @Path("{type:[A-Z][A-Za-z]*}/{id}/$export")
    public Response group(@PathParam("type") String type, @PathParam("id") String id) {
        if (!type.equals("Group")) {
            throw FhirFailure.badRequest("Only the whole server, Patient and Group/{id} can be exported.");
        }
        return start(ExportLevel.GROUP, id);
    }

    /** 202 while the job runs, 200 with the manifest at its end. */
    @GET
    @Path("_operations/export/{id}")
    public Response poll(@PathParam("id") String id) {
        return status.manifest(id)
                .map(manifest -> Response.ok(manifest).type("application/json"))
                .orElseGet(Response::accepted)
                .build();
    }

    /** Cancels the job; afterwards it is not found any more. */
    @DELETE
    @Path("_operations/export/{id}")
    public Response cancel(@PathParam("id") String id) {
        jobs.cancel(id);
        return Response.accepted().build();
    }

    private Response start(ExportLevel level, String groupId) {
        blobs.require("export");
        ExportHeaders.check(call.header("Accept"), call.header("Prefer"));
        boolean lenient = call.header("Prefer").contains("handling=lenient");
        ExportRequest request = reader.read(call.url(), level, groupId, call.params(), lenient);
        String id = jobs.start(request, faults.forJob(call.method(), call.uri()));
        return Response.accepted()
                .header("Content-Location", call.base() + "/_operations/export/" + id)
                .build();
    }
}
