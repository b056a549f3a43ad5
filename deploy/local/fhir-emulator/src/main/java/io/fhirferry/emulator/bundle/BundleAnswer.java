package io.fhirferry.emulator.bundle;

import io.fhirferry.emulator.json.JsonOut;
import io.fhirferry.emulator.store.Version;
import io.fhirferry.emulator.time.Stamps;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;

/** Writes the Bundle that answers a batch or transaction. */
final class BundleAnswer {

    private BundleAnswer() {}

    static byte[] write(String type, List<EntryResult> results, String base) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(results.size() * 512 + 128);
        JsonOut out = new JsonOut(bytes);
        try {
            out.raw("{\"resourceType\":\"Bundle\",\"id\":")
                    .string(UUID.randomUUID().toString())
                    .raw(",\"type\":\"" + type + "\"");
            String comma = ",\"entry\":[";
            for (EntryResult result : results) {
                out.raw(comma);
                writeEntry(out, result, base);
                comma = ",";
            }
            out.raw(results.isEmpty() ? "}" : "]}");
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void writeEntry(JsonOut out, EntryResult result, String base) throws IOException {
        out.raw("{");
        if (result.body().length > 0 && !result.failed()) {
            out.raw("\"resource\":").raw(result.body()).raw(",");
        }
        out.raw("\"response\":{\"status\":").string(status(result.status()));
        if (result.version().isPresent()) {
            Version version = result.version().get();
            String location = base + "/" + version.type() + "/" + version.id() + "/_history/" + version.number();
            out.raw(",\"location\":").string(location);
            out.raw(",\"etag\":").string("W/\"" + version.number() + "\"");
            out.raw(",\"lastModified\":").string(Stamps.of(version.millis()));
        }
        if (result.failed()) {
            out.raw(",\"outcome\":").raw(result.body());
        }
        out.raw("}}");
    }

    private static String status(int status) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "" + status : status + " " + known.getReasonPhrase();
    }
}
