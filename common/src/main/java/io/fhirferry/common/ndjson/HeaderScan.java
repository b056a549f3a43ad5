package io.fhirferry.common.ndjson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** Collects a {@link ResourceHeader} from the outermost keys of one resource. */
final class HeaderScan {

    private static final int LONGEST_TYPE = 64;
    private static final int LONGEST_ID = 64;

    private String type = "";
    private String id = "";
    private boolean metaSeen;
    private String versionId = "";
    private Instant lastUpdated = ResourceHeader.UNDATED;
    private boolean deleted;

    static HeaderResult read(byte[] buffer, int start, int length) {
        try (JsonParser parser = Json.open(buffer, start, length)) {
            Json.openObject(parser);
            HeaderScan scan = new HeaderScan();
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                parser.nextToken();
                switch (key) {
                    case "resourceType" -> scan.type(parser);
                    case "id" -> scan.id(parser);
                    case "meta" -> scan.meta(JsonValue.read(parser), parser);
                    default -> parser.skipChildren();
                }
            }
            Json.close(parser);
            return new HeaderResult.Read(scan.header());
        } catch (IOException e) {
            return Json.unreadable(e);
        }
    }

    void type(JsonParser parser) throws IOException {
        once(type.isEmpty(), parser);
        if (parser.currentToken() != JsonToken.VALUE_STRING || !isType(parser.getText())) {
            throw new UnreadableJson(Unreadable.Reason.NO_TYPE, parser);
        }
        type = parser.getText();
    }

    void id(JsonParser parser) throws IOException {
        once(id.isEmpty(), parser);
        if (parser.currentToken() != JsonToken.VALUE_STRING || !isId(parser.getText())) {
            throw new UnreadableJson(Unreadable.Reason.NO_ID, parser);
        }
        id = parser.getText();
    }

    /** Takes what {@code meta} says; the parser only tells the position of a failure. */
    void meta(JsonValue meta, JsonParser parser) throws IOException {
        once(!metaSeen, parser);
        metaSeen = true;
        if (!(meta instanceof JsonValue.Members members)) {
            throw new UnreadableJson(Unreadable.Reason.BAD_META, parser);
        }
        versionId = switch (members.get("versionId")) {
            case JsonValue.Text text -> text.value();
            case JsonValue.Absent absent -> "";
            default -> throw new UnreadableJson(Unreadable.Reason.BAD_META, parser);
        };
        lastUpdated = switch (members.get("lastUpdated")) {
            case JsonValue.Text text -> instant(text.value(), parser);
            case JsonValue.Absent absent -> ResourceHeader.UNDATED;
            default -> throw new UnreadableJson(Unreadable.Reason.BAD_LAST_UPDATED, parser);
        };
        deleted = members.get("extension") instanceof JsonValue.Elements extensions
                && extensions.values().stream().anyMatch(HeaderScan::marksDeletion);
    }

    ResourceHeader header() throws UnreadableJson {
        if (type.isEmpty()) {
            throw new UnreadableJson(new Unreadable(Unreadable.Reason.NO_TYPE, -1));
        }
        if (id.isEmpty()) {
            throw new UnreadableJson(new Unreadable(Unreadable.Reason.NO_ID, -1));
        }
        return new ResourceHeader(type, id, versionId, lastUpdated, deleted);
    }

    private static Instant instant(String text, JsonParser parser) throws UnreadableJson {
        try {
            return InstantText.parse(text);
        } catch (DateTimeException e) {
            throw new UnreadableJson(Unreadable.Reason.BAD_LAST_UPDATED, parser);
        }
    }

    private static boolean marksDeletion(JsonValue extension) {
        return extension instanceof JsonValue.Members members
                && members.get("url").equals(new JsonValue.Text(SoftDeletion.URL))
                && members.get("valueString").equals(new JsonValue.Text(SoftDeletion.VALUE));
    }

    private static boolean isType(String text) {
        if (text.isEmpty() || text.length() > LONGEST_TYPE || !isUpper(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isUpper(c) && !(c >= 'a' && c <= 'z')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /** FHIR's id: 1 to 64 of {@code [A-Za-z0-9-.]}. */
    private static boolean isId(String text) {
        if (text.isEmpty() || text.length() > LONGEST_ID) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.')) {
                return false;
            }
        }
        return true;
    }

    private static void once(boolean first, JsonParser parser) throws UnreadableJson {
        if (!first) {
            throw new UnreadableJson(Unreadable.Reason.DUPLICATE_KEY, parser);
        }
    }
}
