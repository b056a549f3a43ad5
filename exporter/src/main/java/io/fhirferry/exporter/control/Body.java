package io.fhirferry.exporter.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fhirferry.common.window.StageName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The JSON object that came with a request. What is left out is empty; what nobody knows is refused. */
final class Body {

    private static final ObjectReader READER =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode object;

    private Body(JsonNode object) {
        this.object = object;
    }

    /**
     * Reads a body.
     *
     * @param text of the request; empty is the empty object
     * @param known the properties that the operation has
     * @throws BadRequest when it is no JSON object, or has another property
     */
    static Body read(String text, Set<String> known) {
        JsonNode object = text.isBlank() ? JsonNodeFactory.instance.objectNode() : parse(text);
        if (!object.isObject()) {
            throw new BadRequest("The body must be a JSON object.");
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new BadRequest("The body has a property that this operation does not know; it knows "
                        + String.join(", ", known.stream().sorted().toList()) + ".");
            }
        });
        return new Body(object);
    }

    /** The text of a property; empty when it is left out. */
    String text(String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw new BadRequest("'" + name + "' must be a text.");
        }
        return value.asText().strip();
    }

    /** The text of a property that must be there. */
    String required(String name, String what) {
        String value = text(name);
        if (value.isEmpty()) {
            throw new BadRequest("'" + name + "' is missing: say " + what + ".");
        }
        return value;
    }

    /** Whether a property is true; left out, it is not. */
    boolean flag(String name) {
        JsonNode value = object.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new BadRequest("'" + name + "' must be true or false.");
        }
        return value.asBoolean(false);
    }

    /** The texts in a property; none when it is left out. */
    List<String> texts(String name) {
        JsonNode value = object.path(name);
        if (!value.isMissingNode() && !value.isArray()) {
            throw new BadRequest("'" + name + "' must be an array of texts.");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : value) {
            if (!each.isTextual()) {
                throw new BadRequest("'" + name + "' must be an array of texts.");
            }
            texts.add(each.asText());
        }
        return texts;
    }

    /** The stage that a property names; empty when it is left out. */
    Optional<StageName> stage(String name) {
        String key = text(name);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(StageName.values())
                .filter(stage -> stage.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new BadRequest("'" + name + "' must be export, copy, import or verify.")));
    }

    private static JsonNode parse(String text) {
        try {
            return READER.readTree(text);
        } catch (JsonProcessingException e) {
            // The parser's own message quotes the text.
            throw new BadRequest("The body is not JSON.");
        }
    }
}
