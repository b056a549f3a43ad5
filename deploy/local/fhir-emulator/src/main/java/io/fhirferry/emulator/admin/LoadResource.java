package io.fhirferry.emulator.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.emulator.json.Json;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** Takes versions with the dates they have. */
@Path("/_emulator/load")
@RunOnVirtualThread
public class LoadResource {

    private final Loader loader;

    LoadResource(Loader loader) {
        this.loader = loader;
    }

    /** Loads NDJSON, one version a line; answers how many were stored. */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public byte[] load(InputStream lines) {
        try {
            ObjectNode answer = Json.object().put("stored", loader.load(lines));
            return Json.bytes(answer);
        } catch (IOException e) {
            throw FhirFailure.badRequest("Nothing was stored: the request broke off.");
        }
    }
}
