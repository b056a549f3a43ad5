package io.fhirferry.emulator.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.emulator.json.Json;
import io.fhirferry.emulator.store.Store;
import io.fhirferry.emulator.store.TypeCount;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Says how much there is and what was asked for. */
@Path("/_emulator/stats")
@RunOnVirtualThread
public class StatsResource {

    private final Store store;
    private final RequestCounts counts;

    StatsResource(Store store, RequestCounts counts) {
        this.store = store;
        this.counts = counts;
    }

    /** {@code types} by name, and {@code requests} by kind. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public byte[] stats() {
        ObjectNode stats = Json.object();
        ObjectNode types = stats.putObject("types");
        for (String type : store.types()) {
            TypeCount count = store.count(type);
            types.putObject(type)
                    .put("current", count.current())
                    .put("versions", count.versions())
                    .put("deleted", count.deleted());
        }
        ObjectNode requests = stats.putObject("requests");
        counts.all().forEach(requests::put);
        return Json.bytes(stats);
    }
}
