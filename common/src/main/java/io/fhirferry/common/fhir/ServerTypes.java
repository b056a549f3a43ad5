package io.fhirferry.common.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds in a CapabilityStatement the types that can be searched, without holding all of the statement. */
final class ServerTypes {

    private ServerTypes() {}

    static SortedSet<String> read(InputStream body) throws IOException {
        SortedSet<String> types = new TreeSet<>();
        try (JsonParser parser = FhirJson.FACTORY.createParser(body)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                eachIn(
                        parser,
                        "rest",
                        () -> eachIn(parser, "resource", () -> {
                            JsonNode resource = parser.readValueAsTree();
                            for (JsonNode interaction : resource.path("interaction")) {
                                if (interaction.path("code").asText("").equals("search-type")) {
                                    types.add(resource.path("type").asText(""));
                                }
                            }
                        }));
            }
        }
        types.remove("");
        return types;
    }

    @FunctionalInterface
    private interface Step {
        void take() throws IOException;
    }

    /** Takes a step at every object of the list that stands under the key of the current object. */
    private static void eachIn(JsonParser parser, String list, Step step) throws IOException {
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (key.equals(list) && value == JsonToken.START_ARRAY) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    step.take();
                }
            } else {
                parser.skipChildren();
            }
        }
    }
}
