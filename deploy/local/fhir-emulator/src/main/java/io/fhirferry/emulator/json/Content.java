package io.fhirferry.emulator.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/** Whether two resources are the same but for version and date. */
public final class Content {

    private Content() {}

    /** Compares bytes first, and then what they mean: order of keys and white space do not count, digits do. */
    public static boolean same(byte[] left, byte[] right) {
        if (Arrays.equals(left, right)) {
            return true;
        }
        try {
            return bare(left).equals(Content::compare, bare(right));
        } catch (BadJson e) {
            return false;
        }
    }

    /** 0 for two values that are the same, digit by digit. */
    private static int compare(JsonNode left, JsonNode right) {
        return left.equals(right) && left.asText().equals(right.asText()) ? 0 : 1;
    }

    private static JsonNode bare(byte[] body) throws BadJson {
        JsonNode tree = Json.tree(body);
        if (tree instanceof ObjectNode resource && resource.get("meta") instanceof ObjectNode meta) {
            meta.remove("versionId");
            meta.remove("lastUpdated");
            if (meta.isEmpty()) {
                resource.remove("meta");
            }
        }
        return tree;
    }
}
