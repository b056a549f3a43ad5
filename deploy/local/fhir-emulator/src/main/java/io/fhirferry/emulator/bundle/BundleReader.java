package io.fhirferry.emulator.bundle;

import io.fhirferry.emulator.json.BadJson;
import io.fhirferry.emulator.json.ObjectCursor;
import io.fhirferry.emulator.outcome.FhirFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a Bundle without changing a byte of the resources in it. */
final class BundleReader {

    private final ObjectCursor cursor;
    private final String base;
    private final List<BundleEntry> entries = new ArrayList<>();
    private String resourceType = "";
    private String type = "";

    private BundleReader(ObjectCursor cursor, String base) {
        this.cursor = cursor;
        this.base = base;
    }

    /**
     * Reads one Bundle.
     *
     * @param base root of this server: URLs of entries may begin with it
     * @throws FhirFailure 400 when it is none
     */
    static RequestBundle read(byte[] body, String base) {
        try {
            BundleReader reader = new BundleReader(ObjectCursor.over(body), base);
            reader.cursor.root(reader::field);
            if (!reader.resourceType.equals("Bundle")) {
                throw FhirFailure.badRequest("The body must be a Bundle.");
            }
            return new RequestBundle(reader.type, List.copyOf(reader.entries));
        } catch (BadJson e) {
            throw FhirFailure.badRequest(e.getMessage());
        }
    }

    private void field(String name) throws IOException, BadJson {
        switch (name) {
            case "resourceType" -> resourceType = cursor.text();
            case "type" -> type = cursor.text();
            case "entry" -> cursor.elements(element -> entries.add(entry()));
            default -> cursor.skip();
        }
    }

    private BundleEntry entry() throws IOException, BadJson {
        Map<String, String> texts = new HashMap<>();
        List<byte[]> resources = new ArrayList<>();
        cursor.fields(name -> {
            switch (name) {
                case "fullUrl" -> texts.put(name, cursor.text());
                case "resource" -> resources.add(cursor.bytes());
                case "request" -> cursor.fields(part -> texts.put(part, cursor.text()));
                default -> cursor.skip();
            }
        });
        return new BundleEntry(
                texts.getOrDefault("fullUrl", ""),
                texts.getOrDefault("method", ""),
                relative(texts.getOrDefault("url", "")),
                texts.getOrDefault("ifMatch", ""),
                texts.getOrDefault("ifNoneExist", ""),
                resources.isEmpty() ? new byte[0] : resources.getLast());
    }

    private String relative(String url) {
        String path = url.startsWith(base + "/") ? url.substring(base.length()) : url;
        return path.startsWith("/") ? path.substring(1) : path;
    }
}
