package io.fhirferry.common.ndjson;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where two resources differ: JSON pointers (RFC 6901) without values, in the order of sorted keys. When one is a
 * deletion and the other is not, the one pointer is the empty one: the whole resource.
 *
 * @param pointers the pointers, at most as many as were asked for; empty when the resources are the same
 * @param complete false when there are more differences than were asked for
 */
public record JsonDifference(List<String> pointers, boolean complete) implements DifferenceResult {

    /** Pointers unless told otherwise. */
    public static final int DEFAULT_LIMIT = 20;

    public JsonDifference {
        pointers = List.copyOf(pointers);
    }

    /** Whether the resources are the same. */
    public boolean none() {
        return pointers.isEmpty();
    }

    /** Compares two resources, with at most {@link #DEFAULT_LIMIT} pointers. */
    public static DifferenceResult between(byte[] left, byte[] right, Equivalence equivalence) {
        return between(left, right, equivalence, DEFAULT_LIMIT);
    }

    /**
     * Compares two resources under the rules of an equivalence. There is no difference exactly when their
     * {@link ResourceDigest} is the same. Both are held in memory as trees.
     *
     * @param limit most pointers to return, from 1
     * @return the difference, or what makes the first of the two unreadable that is
     */
    public static DifferenceResult between(byte[] left, byte[] right, Equivalence equivalence, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("The number of pointers is at least 1, not " + limit);
        }
        try {
            Search search = new Search(limit);
            Compared these = compared(left, equivalence);
            Compared those = compared(right, equivalence);
            if (these.deletion() == those.deletion()) {
                search.compare("", these.value(), those.value());
            } else {
                search.add("");
            }
            return new JsonDifference(search.found, !search.more);
        } catch (IOException e) {
            return Json.unreadable(e);
        }
    }

    private record Compared(boolean deletion, JsonValue value) {}

    private static Compared compared(byte[] resource, Equivalence equivalence) throws IOException {
        try (JsonParser parser = Json.open(resource, 0, resource.length)) {
            Json.openObject(parser);
            JsonValue.Members members =
                    (JsonValue.Members) new ValueRules(equivalence).apply("", JsonValue.read(parser));
            Json.close(parser);
            ResourceHeader header =
                    switch (ResourceHeader.read(resource)) {
                        case HeaderResult.Read read -> read.header();
                        case Unreadable unreadable -> throw new UnreadableJson(unreadable);
                    };
            if (header.deleted() && equivalence.has(EquivalenceRule.DELETION_BY_IDENTITY)) {
                return new Compared(true, equivalence.deletion(header.type(), header.id(), header.versionId()));
            }
            JsonValue meta = new MetaRules(equivalence).apply(members.get("meta"));
            return new Compared(
                    false, meta == JsonValue.Absent.ABSENT ? members.without("meta") : members.with("meta", meta));
        }
    }

    private static final class Search {

        private final int limit;
        private final List<String> found = new ArrayList<>();
        private boolean more;

        Search(int limit) {
            this.limit = limit;
        }

        void compare(String pointer, JsonValue left, JsonValue right) {
            if (more) {
                return;
            }
            if (left instanceof JsonValue.Members these && right instanceof JsonValue.Members those) {
                SortedSet<String> keys = new TreeSet<>(these.values().keySet());
                keys.addAll(those.values().keySet());
                for (String key : keys) {
                    String escaped = key.replace("~", "~0").replace("/", "~1");
                    compare(pointer + "/" + escaped, these.get(key), those.get(key));
                }
            } else if (left instanceof JsonValue.Elements these && right instanceof JsonValue.Elements those) {
                int longer = Math.max(these.values().size(), those.values().size());
                for (int i = 0; i < longer && !more; i++) {
                    compare(pointer + "/" + i, these.get(i), those.get(i));
                }
            } else if (!left.equals(right)) {
                add(pointer);
            }
        }

        private void add(String pointer) {
            if (found.size() == limit) {
                more = true;
            } else {
                found.add(pointer);
            }
        }
    }
}
