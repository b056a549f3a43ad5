package io.fhirferry.emulator.rest;

import io.fhirferry.emulator.interaction.Interactions;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.store.Version;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Create, read, vread, update and delete (FHIR R4 3.1.0). */
@Path("/")
@RunOnVirtualThread
public class InstanceResource {

    private final Interactions interactions;
    private final Call call;

    InstanceResource(Interactions interactions, Call call) {
        this.interactions = interactions;
        this.call = call;
    }

    /** Stores a new resource. */
    @POST
    @Path("{type:[A-Z][A-Za-z]*}")
    public Response create(@PathParam("type") String type, byte[] body) {
        MediaTypes.requireJson(call);
        if (!call.header("If-None-Exist").isEmpty()) {
            throw FhirFailure.badRequest("The emulator has no conditional create: leave If-None-Exist out.");
        }
        return Answers.saved(interactions.create(type, body), call.base());
    }

    /** The current version. */
    @GET
    @Path("{type:[A-Z][A-Za-z]*}/{id}")
    public Response read(@PathParam("type") String type, @PathParam("id") String id) {
        return Answers.resource(200, interactions.read(type, id));
    }

    /** One version. */
    @GET
    @Path("{type:[A-Z][A-Za-z]*}/{id}/_history/{version}")
    public Response vread(
            @PathParam("type") String type, @PathParam("id") String id, @PathParam("version") String version) {
        return Answers.resource(200, interactions.read(type, id, version));
    }

    /** Stores a version, also of a resource that is new. */
    @PUT
    @Path("{type:[A-Z][A-Za-z]*}/{id}")
    public Response update(@PathParam("type") String type, @PathParam("id") String id, byte[] body) {
        MediaTypes.requireJson(call);
        return Answers.saved(interactions.update(type, id, body, call.header("If-Match")), call.base());
    }

    /** Deletes, softly unless {@code hardDelete=true}. */
    @DELETE
    @Path("{type:[A-Z][A-Za-z]*}/{id}")
    public Response delete(@PathParam("type") String type, @PathParam("id") String id) {
        boolean hard = call.params().last("hardDelete", "false").equals("true");
        Optional<Version> deleted = interactions.delete(type, id, hard, call.header("If-Match"));
        Response.ResponseBuilder response = Response.noContent();
        deleted.ifPresent(version -> response.header("ETag", Answers.etag(version)));
        return response.build();
    }
}
