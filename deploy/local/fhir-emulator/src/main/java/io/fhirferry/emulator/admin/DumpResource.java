package io.fhirferry.emulator.admin;

import io.fhirferry.emulator.store.Store;
import io.fhirferry.emulator.store.Version;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/** Gives everything back. */
@Path("/_emulator/dump")
@RunOnVirtualThread
public class DumpResource {

    private final Store store;

    DumpResource(Store store) {
        this.store = store;
    }

    /** All versions as NDJSON, sorted by type, id and version, deletions as stubs. */
    @GET
    public Response dump() {
        StreamingOutput body = out -> {
            for (String type : store.types()) {
                for (String id : store.ids(type)) {
                    for (Version version : store.chain(type, id).versions()) {
                        out.write(version.body());
                        out.write('\n');
                    }
                }
            }
        };
        return Response.ok(body).type("application/fhir+ndjson").build();
    }
}
