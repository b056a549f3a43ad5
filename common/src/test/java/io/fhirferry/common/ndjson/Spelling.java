package io.fhirferry.common.ndjson;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Arbitrary resources, and the many ways to write the same one. */
final class Spelling {

    private Spelling() {}

    static Arbitrary<JsonValue.Members> resources() {
        return members(value(3)).map(members -> members.with("resourceType", new JsonValue.Text("Observation"))
                .with("id", new JsonValue.Text("o1")));
    }

    private static Arbitrary<JsonValue> value(int depth) {
        Arbitrary<JsonValue> scalar = Arbitraries.oneOf(
                strings().map(JsonValue.Text::new),
                Arbitraries.of("0", "-1", "1.0", "1.00", "1e2", "12345678901234567890.123", "true", "false", "null")
                        .map(JsonValue.Literal::new));
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<JsonValue> nested = value(depth - 1);
        return Arbitraries.oneOf(
                scalar, members(nested).map(m -> m), nested.list().ofMaxSize(4).map(JsonValue.Elements::new));
    }

    private static Arbitrary<JsonValue.Members> members(Arbitrary<JsonValue> values) {
        Arbitrary<String> keys = Arbitraries.oneOf(
                Arbitraries.strings().withCharRange('a', 'f').ofMinLength(1).ofMaxLength(3), keysThatNeedEscapes());
        return Arbitraries.maps(keys, values)
                .ofMaxSize(6)
                .map(TreeMap<String, JsonValue>::new)
                .map(JsonValue.Members::new);
    }

    /** No surrogates: Jackson refuses escaped ones in keys, and FHIR has none there. */
    private static Arbitrary<String> keysThatNeedEscapes() {
        return Arbitraries.of("a", "/", "\\", "\"", "\n", "\u0001", "é", "€", " ")
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }

    private static Arbitrary<String> strings() {
        return Arbitraries.strings()
                .withChars("ab/\\\"\n\t\u0001é€\ud83d\ude00 ")
                .ofMaxLength(8);
    }

    /** Writes a value with keys, whitespace and escapes as chance will have it. */
    static String write(JsonValue value, Random chance) {
        StringBuilder out = new StringBuilder();
        write(value, chance, out);
        return out.toString();
    }

    private static void write(JsonValue value, Random chance, StringBuilder out) {
        blank(chance, out);
        switch (value) {
            case JsonValue.Members object -> {
                List<String> keys = new ArrayList<>(object.values().keySet());
                Collections.shuffle(keys, chance);
                out.append('{');
                for (int i = 0; i < keys.size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    blank(chance, out);
                    string(keys.get(i), chance, out);
                    blank(chance, out);
                    out.append(':');
                    write(object.get(keys.get(i)), chance, out);
                }
                out.append('}');
            }
            case JsonValue.Elements array -> {
                out.append('[');
                for (int i = 0; i < array.values().size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    write(array.get(i), chance, out);
                }
                out.append(']');
            }
            case JsonValue.Text text -> string(text.value(), chance, out);
            case JsonValue.Literal literal -> out.append(literal.written());
            case JsonValue.Absent absent -> throw new IllegalStateException("nothing to write");
        }
        blank(chance, out);
    }

    private static void string(String text, Random chance, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lone = Character.isSurrogate(c);
            if (c < 0x20 || c == '"' || c == '\\' || lone || chance.nextInt(4) == 0) {
                out.append(chance.nextBoolean() ? "\\u%04x".formatted((int) c) : "\\u%04X".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private static void blank(Random chance, StringBuilder out) {
        if (chance.nextInt(3) == 0) {
            out.append(" \t\r\n".charAt(chance.nextInt(4)));
        }
    }

    /** All values that differ from the given one in exactly one place. */
    static List<JsonValue> changes(JsonValue value) {
        List<JsonValue> changed = new ArrayList<>();
        switch (value) {
            case JsonValue.Members object ->
                object.values().forEach((key, member) -> {
                    if (!key.equals("resourceType") && !key.equals("id")) {
                        changes(member).forEach(other -> changed.add(object.with(key, other)));
                        changed.add(object.without(key));
                        SortedMap<String, JsonValue> renamed =
                                new TreeMap<>(object.without(key).values());
                        renamed.put(key + "renamed", member);
                        changed.add(new JsonValue.Members(renamed));
                    }
                });
            case JsonValue.Elements array -> {
                for (int i = 0; i < array.values().size(); i++) {
                    for (JsonValue other : changes(array.get(i))) {
                        List<JsonValue> values = new ArrayList<>(array.values());
                        values.set(i, other);
                        changed.add(new JsonValue.Elements(values));
                    }
                    List<JsonValue> shorter = new ArrayList<>(array.values());
                    shorter.remove(i);
                    changed.add(new JsonValue.Elements(shorter));
                    if (i > 0 && !array.get(i).equals(array.get(i - 1))) {
                        List<JsonValue> swapped = new ArrayList<>(array.values());
                        Collections.swap(swapped, i, i - 1);
                        changed.add(new JsonValue.Elements(swapped));
                    }
                }
            }
            case JsonValue.Text text -> {
                changed.add(new JsonValue.Text(text.value() + "x"));
                changed.add(new JsonValue.Literal("7"));
            }
            case JsonValue.Literal literal -> {
                changed.add(new JsonValue.Text(literal.written()));
                changed.add(new JsonValue.Literal(literal.written().equals("1.0") ? "1.00" : "1.0"));
            }
            case JsonValue.Absent absent -> throw new IllegalStateException("nothing to change");
        }
        return changed;
    }
}
