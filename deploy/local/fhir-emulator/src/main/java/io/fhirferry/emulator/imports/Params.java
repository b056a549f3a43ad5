package io.fhirferry.emulator.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Parameters or parts of one; of which data type a value is does not matter.
 *
 * @param entries the array
 */
record Params(JsonNode entries) {

    /** The value of the first entry with a name; the given one when there is none. */
    String value(String name, String missing) {
        for (JsonNode entry : entries) {
            if (entry.path("name").asText().equals(name)) {
                for (var field : entry.properties()) {
                    if (field.getKey().startsWith("value")) {
                        return field.getValue().asText();
                    }
                }
            }
        }
        return missing;
    }

    /** The parts of every entry with a name. */
    List<Params> parts(String name) {
        List<Params> parts = new ArrayList<>();
        for (JsonNode entry : entries) {
            if (entry.path("name").asText().equals(name)) {
                parts.add(new Params(entry.path("part")));
            }
        }
        return parts;
    }
}
