package io.fhirferry.emulator.rest;

import io.fhirferry.emulator.search.BundleLink;
import io.fhirferry.emulator.search.QueryParams;
import io.fhirferry.emulator.search.SearchBundle;
import io.fhirferry.emulator.search.SearchQuery;
import io.fhirferry.emulator.store.ResourceTypes;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Search over the whole server or one type, by GET or POST (FHIR R4 3.1.1). */
@Path("/")
@RunOnVirtualThread
public class SearchResource {

    private final SearchBundle bundle;
    private final Call call;

    SearchResource(SearchBundle bundle, Call call) {
        this.bundle = bundle;
        this.call = call;
    }

    /** Searches everything. */
    @GET
    public Response all() {
        return search(List.of(), "/", call.params());
    }

    /** Searches everything, with the parameters in a form. */
    @POST
    @Path("_search")
    public Response allByPost(String form) {
        return search(List.of(), "/", call.params().and(QueryParams.parse(form)));
    }

    /** Searches one type. */
    @GET
    @Path("{type:[A-Z][A-Za-z]*}")
    public Response type(@PathParam("type") String type) {
        ResourceTypes.require(type);
        return search(List.of(type), "/" + type, call.params());
    }

    /** Searches one type, with the parameters in a form. */
    @POST
    @Path("{type:[A-Z][A-Za-z]*}/_search")
    public Response typeByPost(@PathParam("type") String type, String form) {
        ResourceTypes.require(type);
        return search(List.of(type), "/" + type, call.params().and(QueryParams.parse(form)));
    }

    private Response search(List<String> types, String path, QueryParams params) {
        SearchQuery query = SearchQuery.read(types, params, call.strict());
        BundleLink link = new BundleLink(call.base(), path, params);
        return Answers.stream(out -> bundle.write(out, query, link));
    }
}
