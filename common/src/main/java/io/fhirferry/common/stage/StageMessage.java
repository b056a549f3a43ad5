package io.fhirferry.common.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowRow;

/**
 * A message says which window moves and what was known when it was sent; the table says what is true.
 *
 * @param migration the migration's id
 * @param window which window
 * @param stage which stage's queue it is for
 * @param generation of the window's messages when it was sent; a message of an older one is dropped
 * @param slices how many slices the plan has; 0 before it is known
 * @param slice the slice meant, when the plan is known
 * @param tries how many attempts at this slice failed so far
 * @param progress of the current attempt
 */
public record StageMessage(
        String migration,
        WindowId window,
        StageName stage,
        int generation,
        int slices,
        Slice slice,
        int tries,
        String progress) {

    private static final int SCHEMA = 1;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader READER = JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The message that starts a stage on a window. */
    public static StageMessage start(String migration, WindowRow row, StageName stage) {
        return new StageMessage(migration, row.id(), stage, row.generation(), 0, Slice.WHOLE, 0, "");
    }

    /** The message for one slice of a plan. */
    StageMessage forSlice(Slice newSlice, int count) {
        return new StageMessage(migration, window, stage, generation, count, newSlice, 0, "");
    }

    /** The same message at the next step. */
    StageMessage withProgress(String newProgress) {
        return new StageMessage(migration, window, stage, generation, slices, slice, tries, newProgress);
    }

    /** The same message for a fresh attempt. */
    StageMessage nextTry() {
        return new StageMessage(migration, window, stage, generation, slices, slice, tries + 1, "");
    }

    /** The message as JSON text. */
    public String toJson() {
        ObjectNode node = JSON.createObjectNode()
                .put("v", SCHEMA)
                .put("migration", migration)
                .put("window", window.value())
                .put("stage", stage.key())
                .put("generation", generation)
                .put("slices", slices)
                .put("tries", tries);
        node.putObject("slice").put("index", slice.index()).put("body", slice.body());
        return node.put("progress", progress).toString();
    }

    /**
     * Reads a message.
     *
     * @throws UnreadableMessageException when the text is no message that this release knows
     */
    public static StageMessage fromJson(String text) {
        try {
            JsonNode node = READER.readTree(text);
            if (node.path("v").asInt() != SCHEMA) {
                throw new UnreadableMessageException("the message has schema " + node.path("v")
                        + ", this release reads " + SCHEMA + ": update this service");
            }
            return new StageMessage(
                    required(node, "migration"),
                    new WindowId(required(node, "window")),
                    stage(required(node, "stage")),
                    node.path("generation").asInt(),
                    node.path("slices").asInt(),
                    new Slice(
                            node.path("slice").path("index").asInt(),
                            node.path("slice").path("body").asText()),
                    node.path("tries").asInt(),
                    node.path("progress").asText());
        } catch (JsonProcessingException e) {
            throw new UnreadableMessageException("the message is not JSON");
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessageException("the message names no window: " + e.getMessage());
        }
    }

    private static String required(JsonNode node, String field) {
        if (!node.path(field).isTextual()) {
            throw new IllegalArgumentException("'" + field + "' is missing");
        }
        return node.path(field).asText();
    }

    private static StageName stage(String key) {
        for (StageName stage : StageName.values()) {
            if (stage.key().equals(key)) {
                return stage;
            }
        }
        throw new IllegalArgumentException("no such stage: " + key);
    }
}
