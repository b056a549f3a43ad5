package io.fhirferry.common.ndjson;

import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an equivalence makes of single values wherever they stand in a resource. */
final class ValueRules {

    /** Only narratives have this key in FHIR. */
    private static final String NARRATIVE = "div";

    /** A number that is longer when it is written out is left alone: nobody may fill our memory with zeros. */
    private static final int MOST_DIGITS = 1000;

    private final boolean narratives;
    private final boolean numbers;

    ValueRules(Equivalence equivalence) {
        narratives = equivalence.has(EquivalenceRule.NARRATIVE_AS_XML);
        numbers = equivalence.has(EquivalenceRule.NUMBER_WITHOUT_EXPONENT);
    }

    /** Whether the string below this key is compared as something else than what it is. */
    boolean isNarrative(String key) {
        return narratives && key.equals(NARRATIVE);
    }

    /** What is compared of a narrative. */
    String narrative(String div) {
        return Narrative.canonical(div);
    }

    /** Whether a literal is compared as something else than what it is. */
    boolean isRewritten(char[] written, int start, int count) {
        if (!numbers || count < 2) {
            return false;
        }
        char first = written[start];
        if (first != '-' && (first < '0' || first > '9')) {
            return false;
        }
        if (first == '-' && written[start + 1] == '0') {
            return true;
        }
        for (int i = start; i < start + count; i++) {
            if (written[i] == 'e' || written[i] == 'E') {
                return true;
            }
        }
        return false;
    }

    /** What is compared of a number. */
    String number(String written) {
        BigDecimal value;
        try {
            value = new BigDecimal(written);
        } catch (NumberFormatException e) {
            return written;
        }
        boolean bounded = Math.abs((long) value.scale()) + value.precision() <= MOST_DIGITS;
        return bounded ? value.toPlainString() : written;
    }

    /** What is compared of a value that stands below a key. */
    JsonValue apply(String key, JsonValue value) {
        return narratives || numbers ? rewritten(key, value) : value;
    }

    private JsonValue rewritten(String key, JsonValue value) {
        return switch (value) {
            case JsonValue.Members object -> {
                SortedMap<String, JsonValue> members = new TreeMap<>();
                object.values().forEach((name, member) -> members.put(name, rewritten(name, member)));
                yield new JsonValue.Members(members);
            }
            case JsonValue.Elements array ->
                new JsonValue.Elements(array.values().stream()
                        .map(element -> rewritten("", element))
                        .toList());
            case JsonValue.Text(String text) when isNarrative(key) -> new JsonValue.Text(narrative(text));
            case JsonValue.Literal(String written)
            when isRewritten(written.toCharArray(), 0, written.length()) -> new JsonValue.Literal(number(written));
            default -> value;
        };
    }
}
