package io.fhirferry.common.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Takes type, id, version and date out of a resource that stands anywhere in an answer, and passes over the rest. */
final class ResourceScan {

    private ResourceScan() {}

    /** The parser stands at the resource's opening brace, and at its closing one afterwards. */
    static ResourceVersion read(JsonParser parser) throws IOException {
        String type = "";
        String id = "";
        String[] meta = {"", ""};
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (key.equals("resourceType") && value == JsonToken.VALUE_STRING) {
                type = parser.getText();
            } else if (key.equals("id") && value == JsonToken.VALUE_STRING) {
                id = parser.getText();
            } else if (key.equals("meta") && value == JsonToken.START_OBJECT) {
                readMeta(parser, meta);
            } else {
                parser.skipChildren();
            }
        }
        return new ResourceVersion(type, id, meta[0], instant(meta[1]));
    }

    /** The version that a whole resource names, or empty. */
    static String versionId(byte[] resource) throws IOException {
        try (JsonParser parser = FhirJson.FACTORY.createParser(resource)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? read(parser).versionId() : "";
        }
    }

    /** An instant, or {@link Instant#MIN} when the text is none. */
    static Instant instant(String text) {
        try {
            return text.isEmpty() ? Instant.MIN : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return Instant.MIN;
        }
    }

    private static void readMeta(JsonParser parser, String[] into) throws IOException {
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (key.equals("versionId") && value == JsonToken.VALUE_STRING) {
                into[0] = parser.getText();
            } else if (key.equals("lastUpdated") && value == JsonToken.VALUE_STRING) {
                into[1] = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
    }
}
