package io.fhirferry.emulator.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.fhirferry.emulator.blobs.Blobs;
import io.fhirferry.emulator.config.EmulatorConfig;
import io.fhirferry.emulator.json.BadJson;
import io.fhirferry.emulator.json.Json;
import io.fhirferry.emulator.outcome.FhirFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;

/** Reads the Parameters of an {@code $import}; whatever the real service refuses at once is refused with 400. */
@ApplicationScoped
public class ImportRequestReader {

    private static final long DEFAULT_UNIT = 10_000_000;

    private final EmulatorConfig config;
    private final Blobs blobs;

    ImportRequestReader(EmulatorConfig config, Blobs blobs) {
        this.config = config;
        this.blobs = blobs;
    }

    /** Reads one kick-off. */
    public ImportRequest read(String url, byte[] body) {
        Params params = new Params(tree(body).path("parameter"));
        if (!params.value("inputFormat", "").equalsIgnoreCase("application/fhir+ndjson")) {
            throw FhirFailure.badRequest("inputFormat must be application/fhir+ndjson.");
        }
        for (Params detail : params.parts("storageDetail")) {
            if (!detail.value("type", "azure-blob").equals("azure-blob")) {
                throw FhirFailure.badRequest("The type of storageDetail must be azure-blob.");
            }
        }
        List<ImportInput> inputs = new ImportInputs(blobs).read(params.parts("input"));
        long unitBytes = number(params.value("processingUnitBytesToRead", "0"));
        return new ImportRequest(
                url,
                inputs,
                params.value("inputSource", ""),
                initialLoad(params),
                truth(params, "allowNegativeVersions"),
                truth(params, "eventualConsistency"),
                params.value("errorContainerName", "fhirlogs"),
                unitBytes == 0 ? DEFAULT_UNIT : unitBytes);
    }

    private boolean initialLoad(Params params) {
        boolean force = truth(params, "force");
        return switch (params.value("mode", "IncrementalLoad").toLowerCase(Locale.ROOT)) {
            case "incrementalload" -> false;
            case "initialload" -> {
                if (!force && !config.imports().initialMode()) {
                    throw FhirFailure.badRequest("The mode InitialLoad needs the server to be in initial import mode.");
                }
                yield true;
            }
            default -> throw FhirFailure.badRequest("mode must be InitialLoad or IncrementalLoad.");
        };
    }

    private static JsonNode tree(byte[] body) {
        try {
            JsonNode tree = Json.tree(body);
            if (!tree.path("resourceType").asText().equals("Parameters")) {
                throw FhirFailure.badRequest("The body must be a Parameters resource.");
            }
            return tree;
        } catch (BadJson e) {
            throw FhirFailure.badRequest(e.getMessage());
        }
    }

    private static boolean truth(Params params, String name) {
        return switch (params.value(name, "false").toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw FhirFailure.badRequest(name + " must be true or false.");
        };
    }

    private static long number(String value) {
        if (!value.matches("\\d{1,10}")) {
            throw FhirFailure.badRequest("processingUnitBytesToRead must be a number that is not negative.");
        }
        return Long.parseLong(value);
    }
}
