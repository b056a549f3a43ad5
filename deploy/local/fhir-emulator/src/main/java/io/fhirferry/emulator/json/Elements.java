package io.fhirferry.emulator.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Answers only the elements that were asked for (FHIR R4 3.1.1.5.9). */
public final class Elements {

    private static final Set<String> ALWAYS = Set.of("resourceType", "id", "meta");

    private Elements() {}

    /**
     * Cuts a resource to some of its elements.
     *
     * @param body the resource
     * @param names the elements to keep beside {@code resourceType}, {@code id} and {@code meta}; empty keeps all
     * @return the kept bytes, unchanged
     */
    public static byte[] cut(byte[] body, Set<String> names) {
        if (names.isEmpty()) {
            return body;
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(256);
        kept.write('{');
        try (JsonParser parser = Json.parser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
                parser.skipChildren();
                parser.finishToken();
                int end = Math.toIntExact(parser.currentLocation().getByteOffset());
                if (ALWAYS.contains(name) || names.contains(name)) {
                    kept.writeBytes(((kept.size() > 1 ? ",\"" : "\"") + name + "\":").getBytes(StandardCharsets.UTF_8));
                    kept.write(body, start, end - start);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("A stored resource is no JSON", e);
        }
        kept.write('}');
        return kept.toByteArray();
    }
}
