package io.fhirferry.emulator.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the references in a resource. */
public final class References {

    /**
     * A reference and where its value stands.
     *
     * @param value the text of {@code reference}
     * @param span the bytes of the value, with quotes
     */
    public record Reference(String value, Span span) {}

    private References() {}

    /** All values of fields named {@code reference}, at any depth, in their order; the body must be JSON. */
    public static List<Reference> of(byte[] body) {
        List<Reference> found = new ArrayList<>();
        try (JsonParser parser = Json.parser(body)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING && "reference".equals(parser.currentName())) {
                    int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
                    String value = parser.getText();
                    int end = Math.toIntExact(parser.currentLocation().getByteOffset());
                    found.add(new Reference(value, new Span(start, end)));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("A stored resource is no JSON", e);
        }
        return found;
    }

    /** The ids of all resources of one type that are referred to, relatively or absolutely, with or without a version. */
    public static Set<String> idsOf(String type, byte[] body) {
        Set<String> ids = new LinkedHashSet<>();
        for (Reference reference : of(body)) {
            String[] parts = reference.value().split("/");
            int end = parts.length;
            if (end >= 4 && parts[end - 2].equals("_history")) {
                end -= 2;
            }
            if (end >= 2 && parts[end - 2].equals(type)) {
                ids.add(parts[end - 1]);
            }
        }
        return ids;
    }
}
