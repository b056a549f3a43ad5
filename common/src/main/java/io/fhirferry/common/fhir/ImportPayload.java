package io.fhirferry.common.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The body of an import's kick-off. The same request gives the same bytes in every release: an Azure server takes the
 * same body as the same job, so that a sealed payload can be sent again after a crash.
 */
public final class ImportPayload {

    private final byte[] bytes;

    private ImportPayload(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The body for a dialect.
     *
     * @throws IllegalArgumentException when the dialect has no {@code $import}, or cannot load what is asked for
     */
    public static ImportPayload of(Dialect dialect, ImportRequest request) {
        return switch (dialect) {
            case AZURE -> azure(request);
            case HAPI -> hapi(request);
            case BULK_DATA -> throw new IllegalArgumentException("A server of dialect bulk-data has no $import");
        };
    }

    /** A payload that was stored. */
    public static ImportPayload of(byte[] stored) {
        return new ImportPayload(stored.clone());
    }

    /** The bytes to store and to send. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, bytes.length);
    }

    /** SHA-256 of the bytes, in hexadecimal digits. */
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Without the bytes: they can hold a credential. */
    @Override
    public String toString() {
        return "import payload of " + bytes.length + " bytes, sha256 " + sha256();
    }

    private static ImportPayload azure(ImportRequest request) {
        Parameters parameters = new Parameters();
        parameters.add("inputFormat", "valueString", "application/fhir+ndjson");
        parameters.add("mode", "valueString", request.mode().code());
        if (request.allowNegativeVersions()) {
            parameters.add("allowNegativeVersions").put("valueBoolean", true);
        }
        if (request.eventualConsistency()) {
            parameters.add("eventualConsistency").put("valueBoolean", true);
        }
        if (!request.errorContainer().isEmpty()) {
            parameters.add("errorContainerName", "valueString", request.errorContainer());
        }
        if (request.processingUnitBytesToRead() > 0) {
            parameters.add("processingUnitBytesToRead").put("valueInteger", request.processingUnitBytesToRead());
        }
        for (ImportInput input : request.inputs()) {
            if (input.url().getRawQuery() != null) {
                throw new IllegalArgumentException("An Azure server takes no url with a query: give the bare blob");
            }
            Parameters parts = new Parameters();
            if (!input.type().isEmpty()) {
                parts.add("type", "valueString", input.type());
            }
            parts.add("url", "valueUri", input.url().toString());
            if (!input.etag().isEmpty()) {
                parts.add("etag", "valueUri", input.etag());
            }
            parameters.add("input").set("part", parts.list);
        }
        return parameters.payload();
    }

    private static ImportPayload hapi(ImportRequest request) {
        Parameters parameters = new Parameters();
        parameters.add("inputFormat", "valueCode", "application/fhir+ndjson");
        parameters.add("inputSource", "valueUri", request.hapi().inputSource());
        Parameters storage = new Parameters();
        storage.add("type", "valueCode", "https");
        if (!request.hapi().credential().isEmpty()) {
            storage.add("credentialHttpBasic", "valueString", request.hapi().credential());
        }
        if (request.hapi().maxBatchResourceCount() > 0) {
            storage.add(
                    "maxBatchResourceCount", "valueString", "" + request.hapi().maxBatchResourceCount());
        }
        parameters.add("storageDetail").set("part", storage.list);
        for (ImportInput input : request.inputs()) {
            if (input.type().isEmpty()) {
                throw new IllegalArgumentException("HAPI needs the type of each input");
            }
            Parameters parts = new Parameters();
            parts.add("type", "valueCode", input.type());
            parts.add("url", "valueUri", input.url().toString());
            parameters.add("input").set("part", parts.list);
        }
        return parameters.payload();
    }

    private static final class Parameters {

        private final ArrayNode list = FhirJson.object().putArray("parameter");

        ObjectNode add(String name) {
            return list.addObject().put("name", name);
        }

        void add(String name, String kind, String value) {
            add(name).put(kind, value);
        }

        ImportPayload payload() {
            ObjectNode resource = FhirJson.object().put("resourceType", "Parameters");
            resource.set("parameter", list);
            return new ImportPayload(FhirJson.bytes(resource));
        }
    }
}
