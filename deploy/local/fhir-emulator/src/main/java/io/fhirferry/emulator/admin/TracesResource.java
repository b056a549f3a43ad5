package io.fhirferry.emulator.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.emulator.json.Json;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Says which requests belonged to which trace. */
@Path("/_emulator/traces")
@RunOnVirtualThread
public class TracesResource {

    private final RequestTraces traces;

    TracesResource(RequestTraces traces) {
        this.traces = traces;
    }

    /** Requests by kind, by the id of the trace. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public byte[] traces() {
        ObjectNode all = Json.object();
        traces.all().forEach((trace, kinds) -> kinds.forEach(all.putObject(trace)::put));
        return Json.bytes(all);
    }
}
