package io.fhirferry.importer.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.common.ndjson.References;
import io.fhirferry.importer.SliceResult;
import java.util.List;
import java.util.TreeMap;

/**
 * What became of the lines of one range. Deferred ones are not settled: the slice for them accounts for them.
 *
 * @param type of the file
 * @param arrived lines that the destination has
 * @param rejected lines in quarantine
 * @param quarantine their blob, or empty
 * @param deferred lines to be tried again
 * @param deferredBlob their blob, or empty
 * @param references of interest in all of the lines
 */
record LinesResult(
        String type,
        long arrived,
        long rejected,
        String quarantine,
        long deferred,
        String deferredBlob,
        References.Found references) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEFERRED = "deferred";
    private static final String CONDITIONAL = "conditional";
    private static final String TO_SOURCE = "toSource";

    /** The result as text for the join, which reads the account, and for the slice of deferred lines. */
    String toJson() {
        TreeMap<String, SliceResult.Figures> types = new TreeMap<>();
        types.put(type, new SliceResult.Figures(arrived, 0, rejected, 0));
        ObjectNode node = tree(new SliceResult(types, quarantine, List.of()).toJson());
        if (deferred > 0) {
            node.put(DEFERRED, deferredBlob);
        }
        if (!references.equals(References.Found.NONE)) {
            node.put(CONDITIONAL, references.conditional()).put(TO_SOURCE, references.toSource());
        }
        return node.toString();
    }

    /** The references that a result counts. */
    static References.Found references(String json) {
        ObjectNode node = tree(json);
        return new References.Found(
                node.path(CONDITIONAL).asLong(), node.path(TO_SOURCE).asLong());
    }

    /** The blob with the deferred lines that a result names, or empty. */
    static String deferredBlob(String json) {
        return tree(json).path(DEFERRED).asText("");
    }

    private static ObjectNode tree(String json) {
        try {
            JsonNode tree = JSON.readTree(json);
            if (tree instanceof ObjectNode node) {
                return node;
            }
            throw new IllegalStateException("The result of a slice is no JSON object; drive the window again");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The result of a slice is no JSON; drive the window again", e);
        }
    }
}
