package io.fhirferry.common.ndjson;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What an equivalence leaves of a {@code meta}. */
final class MetaRules {

    private static final List<String> CODINGS = List.of("security", "tag");

    private final Equivalence equivalence;

    MetaRules(Equivalence equivalence) {
        this.equivalence = equivalence;
    }

    /**
     * What is compared of a {@code meta}.
     *
     * @return the value after the rules; absent when they left nothing, since the destination's own {@code meta} may
     *     hold nothing else
     */
    JsonValue apply(JsonValue meta) {
        if (!(meta instanceof JsonValue.Members members) || !touched()) {
            return meta;
        }
        JsonValue.Members compared = source(lists(displays(dates(members))));
        return compared.values().isEmpty() ? JsonValue.Absent.ABSENT : compared;
    }

    private boolean touched() {
        return equivalence.has(EquivalenceRule.LAST_UPDATED_IN_MILLISECONDS)
                || equivalence.has(EquivalenceRule.VERSION_ASSIGNED)
                || equivalence.has(EquivalenceRule.LAST_UPDATED_ASSIGNED);
    }

    private JsonValue.Members dates(JsonValue.Members meta) {
        JsonValue.Members compared = meta;
        if (equivalence.has(EquivalenceRule.VERSION_ASSIGNED)) {
            compared = compared.without("versionId");
        }
        if (equivalence.has(EquivalenceRule.LAST_UPDATED_ASSIGNED)) {
            compared = compared.without("lastUpdated");
        } else if (compared.get("lastUpdated") instanceof JsonValue.Text text) {
            compared = compared.with("lastUpdated", new JsonValue.Text(inMilliseconds(text.value())));
        }
        return compared;
    }

    private JsonValue.Members displays(JsonValue.Members meta) {
        JsonValue.Members compared = meta;
        if (equivalence.has(EquivalenceRule.META_DISPLAY_SHARED)) {
            for (String key : CODINGS) {
                if (compared.get(key) instanceof JsonValue.Elements codings) {
                    compared = compared.with(
                            key,
                            new JsonValue.Elements(codings.values().stream()
                                    .map(MetaRules::withoutDisplay)
                                    .toList()));
                }
            }
        }
        return compared;
    }

    private static JsonValue withoutDisplay(JsonValue coding) {
        return coding instanceof JsonValue.Members members ? members.without("display") : coding;
    }

    private JsonValue.Members lists(JsonValue.Members meta) {
        JsonValue.Members compared = meta;
        if (equivalence.has(EquivalenceRule.META_LISTS_AS_SETS)) {
            List<String> keys = new ArrayList<>(CODINGS);
            keys.add("profile");
            for (String key : keys) {
                if (compared.get(key) instanceof JsonValue.Elements elements) {
                    compared = compared.with(
                            key,
                            new JsonValue.Elements(elements.values().stream()
                                    .distinct()
                                    .sorted(Comparator.comparing(Object::toString))
                                    .toList()));
                }
            }
        }
        return compared;
    }

    private JsonValue.Members source(JsonValue.Members meta) {
        if (equivalence.has(EquivalenceRule.META_SOURCE_WITHOUT_FRAGMENT)
                && meta.get("source") instanceof JsonValue.Text(String uri)
                && uri.indexOf('#') >= 0) {
            String kept = uri.substring(0, uri.indexOf('#'));
            return kept.isEmpty() ? meta.without("source") : meta.with("source", new JsonValue.Text(kept));
        }
        return meta;
    }

    private static String inMilliseconds(String written) {
        try {
            return OffsetDateTime.parse(written)
                    .toInstant()
                    .truncatedTo(ChronoUnit.MILLIS)
                    .toString();
        } catch (DateTimeException e) {
            return written;
        }
    }
}
