package io.fhirferry.common.ndjson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A JSON value that remembers how its numbers were written. For small values, and for resources that differ. */
sealed interface JsonValue {

    /** Members of an object by key. */
    record Members(SortedMap<String, JsonValue> values) implements JsonValue {

        public Members {
            values = Collections.unmodifiableSortedMap(values);
        }

        JsonValue get(String key) {
            return values.getOrDefault(key, Absent.ABSENT);
        }

        /** The same members without one. */
        Members without(String key) {
            SortedMap<String, JsonValue> rest = new TreeMap<>(values);
            rest.remove(key);
            return new Members(rest);
        }

        /** The same members with one replaced or added. */
        Members with(String key, JsonValue value) {
            SortedMap<String, JsonValue> changed = new TreeMap<>(values);
            changed.put(key, value);
            return new Members(changed);
        }
    }

    /** Elements of an array. */
    record Elements(List<JsonValue> values) implements JsonValue {

        public Elements {
            values = List.copyOf(values);
        }

        JsonValue get(int index) {
            return index < values.size() ? values.get(index) : Absent.ABSENT;
        }
    }

    /** A string, decoded. */
    record Text(String value) implements JsonValue {}

    /** A number as it was written, or {@code true}, {@code false}, {@code null}. */
    record Literal(String written) implements JsonValue {}

    /** No value at all. */
    enum Absent implements JsonValue {
        ABSENT
    }

    /** Reads the value whose first token is the parser's current one. */
    static JsonValue read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readMembers(parser);
            case START_ARRAY -> readElements(parser);
            case VALUE_STRING -> new Text(parser.getText());
            default -> new Literal(parser.getText());
        };
    }

    private static Members readMembers(JsonParser parser) throws IOException {
        SortedMap<String, JsonValue> values = new TreeMap<>();
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            if (values.put(key, read(parser)) != null) {
                throw new UnreadableJson(Unreadable.Reason.DUPLICATE_KEY, parser);
            }
        }
        return new Members(values);
    }

    private static Elements readElements(JsonParser parser) throws IOException {
        List<JsonValue> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(read(parser));
        }
        return new Elements(values);
    }
}
