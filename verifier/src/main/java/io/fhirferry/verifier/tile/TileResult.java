package io.fhirferry.verifier.tile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a comparison hands to the join.
 *
 * @param types the figures by type
 * @param findings the whole name of the blob of findings; empty when there is nothing wrong
 */
record TileResult(SortedMap<String, Tally.TypeFigures> types, String findings) {

    private static final ObjectMapper JSON = new ObjectMapper();

    String write() {
        ObjectNode result = JSON.createObjectNode();
        ObjectNode figures = result.putObject("types");
        types.forEach((type, f) -> figures.putArray(type)
                .add(f.verified())
                .add(f.missing())
                .add(f.different())
                .add(f.extra())
                .add(f.superseded()));
        return result.put("findings", findings).toString();
    }

    static TileResult read(String text) {
        try {
            JsonNode result = JSON.readTree(text);
            SortedMap<String, Tally.TypeFigures> types = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : result.path("types").properties()) {
                JsonNode f = entry.getValue();
                types.put(
                        entry.getKey(),
                        new Tally.TypeFigures(
                                f.path(0).asLong(),
                                f.path(1).asLong(),
                                f.path(2).asLong(),
                                f.path(3).asLong(),
                                f.path(4).asLong()));
            }
            return new TileResult(types, result.path("findings").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The result of a comparison is not what this release writes", e);
        }
    }
}
