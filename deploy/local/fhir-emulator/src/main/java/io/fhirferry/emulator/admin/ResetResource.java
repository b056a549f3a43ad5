package io.fhirferry.emulator.admin;

import io.fhirferry.emulator.export.ExportJobs;
import io.fhirferry.emulator.faults.Faults;
import io.fhirferry.emulator.imports.ImportJobs;
import io.fhirferry.emulator.store.Store;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Makes the emulator as it was after its start; blobs stay. */
@Path("/_emulator/reset")
@RunOnVirtualThread
public class ResetResource {

    private final Store store;
    private final ExportJobs exports;
    private final ImportJobs imports;
    private final Faults faults;
    private final RequestCounts counts;
    private final RequestTraces traces;

    ResetResource(
            Store store,
            ExportJobs exports,
            ImportJobs imports,
            Faults faults,
            RequestCounts counts,
            RequestTraces traces) {
        this.store = store;
        this.exports = exports;
        this.imports = imports;
        this.faults = faults;
        this.counts = counts;
        this.traces = traces;
    }

    /** Cancels all jobs and forgets resources, jobs, faults, counters and traces. */
    @POST
    public Response reset() {
        exports.clear();
        imports.clear();
        faults.clear();
        store.clear();
        counts.clear();
        traces.clear();
        return Response.noContent().build();
    }
}
