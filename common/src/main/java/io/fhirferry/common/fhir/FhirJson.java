package io.fhirferry.common.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;

/** The one JSON reader of the clients: trees for what is small, a factory for what is streamed. */
final class FhirJson {

    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(500)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();

    private static final JsonMapper MAPPER = new JsonMapper(FACTORY);

    private FhirJson() {}

    /** The answer's body as a tree. */
    static JsonNode tree(String what, FhirResponse response) {
        JsonNode tree = treeOrMissing(response.body());
        if (!tree.isObject()) {
            throw FhirException.unusable(what, "not with a JSON object", response);
        }
        return tree;
    }

    /** The value at which the parser stands, as a tree. */
    static JsonNode tree(JsonParser parser) throws IOException {
        return MAPPER.readTree(parser);
    }

    /** The bytes as a tree, or a missing node when they are no JSON. */
    static JsonNode treeOrMissing(byte[] body) {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** A tree as compact bytes. */
    static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (IOException e) {
            throw new IllegalStateException("A tree in memory can always be written", e);
        }
    }

    static com.fasterxml.jackson.databind.node.ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A URL from an answer, made absolute by where the answer came from. */
    static URI url(String text, String what, FhirResponse response) {
        if (text.isBlank()) {
            throw FhirException.unusable(what, "a URL is missing", response);
        }
        try {
            URI url = Urls.resolve(response.url(), text);
            Origin.of(url);
            return url;
        } catch (IllegalArgumentException e) {
            throw FhirException.unusable(what, "a URL in the answer is none", response);
        }
    }
}
