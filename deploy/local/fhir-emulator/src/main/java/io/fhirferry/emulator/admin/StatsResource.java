package io.fhirferry.emulator.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.emulator.export.ExportJobs;
import io.fhirferry.emulator.imports.ImportJobs;
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
    private final ExportJobs exports;
    private final ImportJobs imports;

    StatsResource(Store store, RequestCounts counts, ExportJobs exports, ImportJobs imports) {
        this.store = store;
        this.counts = counts;
        this.exports = exports;
        this.imports = imports;
    }

    /** {@code types} by name, {@code requests} by kind, and the {@code jobs} that wait or work. */
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
        stats.putObject("jobs").put("export", exports.running()).put("import", imports.running());
        return Json.bytes(stats);
    }
}
