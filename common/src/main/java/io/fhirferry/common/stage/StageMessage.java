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
import java.util.UUID;

/**
 * A message says which window moves and what was known when it was sent; the table says what is true.
 *
 * @param id tells this message from another that says the same; what a message turns into, or is cut into, keeps it
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
        String id,
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

    /** A new message that starts a stage on a window. */
    public static StageMessage start(String migration, WindowRow row, StageName stage) {
        return new StageMessage(
                UUID.randomUUID().toString(), migration, row.id(), stage, row.generation(), 0, Slice.WHOLE, 0, "");
    }

    /**
     * Names the message among those of its window: the same for each delivery of it and for what it turns into when it
     * waits, another for each slice that it is cut into. The only slice of a plan is the message itself.
     */
    String name() {
        return stage.key() + "-" + generation + "-" + (isShared() ? slice.index() : "all") + "-" + id;
    }

    /** Whether the message brings a window to a stage, and nothing was done with it there yet. */
    public boolean beginsStage() {
        return slices == 0 && tries == 0 && progress.isEmpty();
    }

    /** Whether the message is for one slice of several. */
    boolean isShared() {
        return slices > 1;
    }

    /** The message for one slice of a plan. */
    StageMessage forSlice(Slice newSlice, int count) {
        return new StageMessage(id, migration, window, stage, generation, count, newSlice, 0, "");
    }

    /** The same message at the next step. */
    StageMessage withProgress(String newProgress) {
        return new StageMessage(id, migration, window, stage, generation, slices, slice, tries, newProgress);
    }

    /** The same message for a fresh attempt. */
    StageMessage nextTry() {
        return new StageMessage(id, migration, window, stage, generation, slices, slice, tries + 1, "");
    }

    /** The message as JSON text. */
    public String toJson() {
        ObjectNode node = JSON.createObjectNode()
                .put("v", SCHEMA)
                .put("id", id)
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
            int schema = number(node, "v");
            if (schema != SCHEMA) {
                throw new UnreadableMessageException("the message has schema " + schema + ", this release reads "
                        + SCHEMA + ": update this service");
            }
            JsonNode slice = node.path("slice");
            return new StageMessage(
                    text(node, "id"),
                    text(node, "migration"),
                    window(text(node, "window")),
                    stage(text(node, "stage")),
                    number(node, "generation"),
                    number(node, "slices"),
                    new Slice(number(slice, "index"), text(slice, "body")),
                    number(node, "tries"),
                    text(node, "progress"));
        } catch (JsonProcessingException e) {
            throw new UnreadableMessageException("the message is not JSON");
        }
    }

    // What stands in a strange message is never quoted: it may be anything, and the reason goes to logs.

    private static String text(JsonNode node, String field) {
        if (!node.path(field).isTextual()) {
            throw new UnreadableMessageException("the message has no text '" + field + "'");
        }
        return node.path(field).asText();
    }

    private static int number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 0) {
            throw new UnreadableMessageException("the message has no number from 0 up in '" + field + "'");
        }
        return value.asInt();
    }

    private static WindowId window(String id) {
        try {
            return new WindowId(id);
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessageException("the message names no window");
        }
    }

    private static StageName stage(String key) {
        for (StageName stage : StageName.values()) {
            if (stage.key().equals(key)) {
                return stage;
            }
        }
        throw new UnreadableMessageException("the message names no stage that there is");
    }
}
