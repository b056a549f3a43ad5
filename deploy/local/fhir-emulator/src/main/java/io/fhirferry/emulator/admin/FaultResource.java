package io.fhirferry.emulator.admin;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.emulator.faults.Fault;
import io.fhirferry.emulator.faults.FaultSpec;
import io.fhirferry.emulator.faults.Faults;
import io.fhirferry.emulator.json.Json;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;

/** Orders faults, lists them with their hits, and ends them. */
@Path("/_emulator/faults")
@RunOnVirtualThread
public class FaultResource {

    private final Faults faults;
    private final ObjectMapper mapper;

    FaultResource(Faults faults, ObjectMapper mapper) {
        this.faults = faults;
        this.mapper = mapper;
    }

    /** Puts one fault or a list of them in force; an unknown field is refused. */
    @POST
    public Response add(byte[] json) {
        try {
            List<FaultSpec> specs = mapper.readerForListOf(FaultSpec.class)
                    .with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(json);
            faults.add(specs);
            return Response.noContent().build();
        } catch (IOException e) {
            throw FhirFailure.badRequest("The faults were refused, nothing is in force of them: " + e.getMessage());
        }
    }

    /** All faults with how often each happened. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public byte[] list() {
        ArrayNode list = mapper.createArrayNode();
        for (Fault fault : faults.all()) {
            ObjectNode node = mapper.valueToTree(fault.spec());
            node.properties().removeIf(property -> property.getValue().isNull());
            list.add(node.put("hits", fault.hits()));
        }
        return Json.bytes(list);
    }

    /** Ends all faults. */
    @DELETE
    public Response clear() {
        faults.clear();
        return Response.noContent().build();
    }
}
