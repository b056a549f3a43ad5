package io.fhirferry.emulator.admin;

import io.fhirferry.emulator.json.BadJson;
import io.fhirferry.emulator.json.Envelope;
import io.fhirferry.emulator.json.EnvelopeReader;
import io.fhirferry.emulator.json.Stamper;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.store.Store;
import io.fhirferry.emulator.store.Version;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** Changes what is stored behind the server's back, so that a comparison has something to find. */
@Path("/_emulator/tamper/{type}/{id}")
@RunOnVirtualThread
public class TamperResource {

    private final Store store;

    TamperResource(Store store) {
        this.store = store;
    }

    /** Replaces the content of the current version; its number and date stay. */
    @POST
    public Response replace(@PathParam("type") String type, @PathParam("id") String id, byte[] body) {
        store.together(() -> {
            Version old = store.chain(type, id).current().orElseThrow(() -> FhirFailure.notFound("The " + type));
            Version changed = new Version(type, id, old.number(), old.millis(), false, changed(old, body));
            store.remove(old);
            store.add(changed);
            return changed;
        });
        return Response.noContent().build();
    }

    /** Removes all versions without a trace. */
    @DELETE
    public Response remove(@PathParam("type") String type, @PathParam("id") String id) {
        if (store.removeAll(type, id) == 0) {
            throw FhirFailure.notFound("The " + type);
        }
        return Response.noContent().build();
    }

    private static byte[] changed(Version old, byte[] body) {
        try {
            Envelope envelope = EnvelopeReader.read(body);
            if (!envelope.type().value().equals(old.type())) {
                throw FhirFailure.badRequest("The resourceType of the body must equal the type in the URL.");
            }
            String lastUpdated = EnvelopeReader.read(old.body()).lastUpdated().value();
            return Stamper.stamp(body, envelope, old.id(), old.number(), lastUpdated);
        } catch (BadJson e) {
            throw FhirFailure.badRequest(e.getMessage());
        }
    }
}
