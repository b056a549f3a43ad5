package io.fhirferry.verifier.report;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Serves the report. It names resources, so whoever can reach it must be allowed to read the protected container. */
@Path("/report")
public class ReportResource {

    private final Reporter reporter;

    ReportResource(Reporter reporter) {
        this.reporter = reporter;
    }

    /** The report of the migration's present end: 200, or 404 while there is none. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Response report() {
        return reporter.current().map(report -> Response.ok(report).build()).orElseGet(() -> Response.status(
                        Response.Status.NOT_FOUND)
                .entity(Map.of(
                        "message",
                        "There is no report yet for the migration's present end (ferry.migration.end): it is"
                                + " written when every window up to the end has come to one, and the census"
                                + " too"))
                .build());
    }
}
