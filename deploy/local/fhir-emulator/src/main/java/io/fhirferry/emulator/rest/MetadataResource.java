package io.fhirferry.emulator.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.emulator.config.EmulatorConfig;
import io.fhirferry.emulator.config.Profile;
import io.fhirferry.emulator.json.Json;
import io.fhirferry.emulator.store.ResourceTypes;
import io.fhirferry.emulator.time.Stamps;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/** Says what this server can do (FHIR R4 3.1.0.12). */
@Path("/metadata")
public class MetadataResource {

    private static final List<String> INTERACTIONS =
            List.of("create", "read", "vread", "update", "delete", "search-type", "history-instance", "history-type");

    private final EmulatorConfig config;
    private final Call call;
    private final Clock clock;

    MetadataResource(EmulatorConfig config, Call call, Clock clock) {
        this.config = config;
        this.call = call;
        this.clock = clock;
    }

    /** The CapabilityStatement. */
    @GET
    public Response metadata() {
        ObjectNode statement = Json.object()
                .put("resourceType", "CapabilityStatement")
                .put("status", "active")
                .put("date", Stamps.of(clock.millis()))
                .put("kind", "instance")
                .put("fhirVersion", "4.0.1");
        statement.putObject("software").put("name", "fhir-ferry FHIR emulator (" + name() + ")");
        statement
                .putObject("implementation")
                .put("description", "FHIR emulator")
                .put("url", call.base());
        statement.putArray("format").add("application/fhir+json");
        ObjectNode rest = statement.putArray("rest").addObject().put("mode", "server");
        ArrayNode resources = rest.putArray("resource");
        ResourceTypes.all().forEach(type -> describe(resources.addObject(), type));
        ArrayNode system = rest.putArray("interaction");
        List.of("transaction", "batch", "history-system", "search-system")
                .forEach(code -> system.addObject().put("code", code));
        describeOperations(rest.putArray("operation"));
        return Response.ok(Json.bytes(statement)).type(Answers.FHIR_JSON).build();
    }

    private static void describe(ObjectNode resource, String type) {
        resource.put("type", type).put("versioning", "versioned-update").put("updateCreate", true);
        ArrayNode interactions = resource.putArray("interaction");
        INTERACTIONS.forEach(code -> interactions.addObject().put("code", code));
        ArrayNode params = resource.putArray("searchParam");
        params.addObject().put("name", "_id").put("type", "token");
        params.addObject().put("name", "_lastUpdated").put("type", "date");
    }

    private void describeOperations(ArrayNode operations) {
        operation(operations, "export");
        operation(operations, "patient-export");
        operation(operations, "group-export");
        if (config.profile() == Profile.FHIR_SERVICE) {
            operation(operations, "import");
        }
    }

    private static void operation(ArrayNode operations, String name) {
        operations
                .addObject()
                .put("name", name)
                .put("definition", "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/" + name);
    }

    private String name() {
        return config.profile().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
