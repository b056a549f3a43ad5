package io.fhirferry.emulator.rest;

import io.fhirferry.emulator.history.HistoryBundle;
import io.fhirferry.emulator.history.HistoryQuery;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.search.BundleLink;
import io.fhirferry.emulator.search.QueryParams;
import io.fhirferry.emulator.store.ResourceTypes;
import io.fhirferry.emulator.store.Store;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** History of one resource, one type or the whole server (FHIR R4 3.1.0.11). */
@Path("/")
@RunOnVirtualThread
public class HistoryResource {

    private final HistoryBundle bundle;
    private final Store store;
    private final Call call;

    HistoryResource(HistoryBundle bundle, Store store, Call call) {
        this.bundle = bundle;
        this.store = store;
        this.call = call;
    }

    /** Versions of everything. */
    @GET
    @Path("_history")
    public Response all() {
        return history("", "");
    }

    /** Versions of one type. */
    @GET
    @Path("{type:[A-Z][A-Za-z]*}/_history")
    public Response type(@PathParam("type") String type) {
        ResourceTypes.require(type);
        return history(type, "");
    }

    /** Versions of one resource; 404 when there never was one. */
    @GET
    @Path("{type:[A-Z][A-Za-z]*}/{id}/_history")
    public Response instance(@PathParam("type") String type, @PathParam("id") String id) {
        ResourceTypes.require(type);
        if (store.chain(type, id).versions().isEmpty()) {
            throw FhirFailure.notFound("The " + type);
        }
        return history(type, id);
    }

    private Response history(String type, String id) {
        QueryParams params = call.params();
        HistoryQuery query = HistoryQuery.read(type, id, params);
        BundleLink link = new BundleLink(call.base(), call.path(), params);
        return Answers.stream(out -> bundle.write(out, query, link));
    }
}
