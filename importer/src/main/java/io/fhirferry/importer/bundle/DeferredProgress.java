package io.fhirferry.importer.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a window's deferred lines have come; it travels in the message.
 *
 * @param since when they were first taken up
 * @param passes how often they were tried, from 0
 * @param blob with what is left; empty before the first pass
 * @param arrived lines that have arrived so far, by the type of their file
 * @param seen what was seen of other windows at the last look
 * @param tried when the last pass began
 */
record DeferredProgress(Instant since, int passes, String blob, Map<String, Long> arrived, Seen seen, Instant tried) {

    private static final ObjectMapper JSON = new ObjectMapper();

    DeferredProgress {
        arrived = Map.copyOf(arrived);
    }

    /** Not tried yet. */
    static DeferredProgress begun(Instant now) {
        return new DeferredProgress(now, 0, "", Map.of(), Seen.NOTHING, now);
    }

    /** After another pass. */
    DeferredProgress after(String newBlob, Map<String, Long> more, Seen newSeen, Instant now) {
        Map<String, Long> sum = new TreeMap<>(arrived);
        more.forEach((type, lines) -> sum.merge(type, lines, Long::sum));
        return new DeferredProgress(since, passes + 1, newBlob, sum, newSeen, now);
    }

    /** The same after a look at which nothing had come. */
    DeferredProgress looked(Seen newSeen) {
        return new DeferredProgress(since, passes, blob, arrived, newSeen, tried);
    }

    String toJson() {
        ObjectNode node = JSON.createObjectNode()
                .put("since", since.toString())
                .put("passes", passes)
                .put("blob", blob)
                .put("brought", seen.brought().toString())
                .put("tried", tried.toString());
        ObjectNode lines = node.putObject("arrived");
        arrived.forEach(lines::put);
        ObjectNode others = node.putObject("deferred");
        seen.deferred().forEach(others::put);
        return node.toString();
    }

    /** Reads what {@link #toJson} wrote. */
    static DeferredProgress fromJson(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            return new DeferredProgress(
                    Instant.parse(node.path("since").asText()),
                    node.path("passes").asInt(),
                    node.path("blob").asText(),
                    counts(node.path("arrived")),
                    new Seen(Duration.parse(node.path("brought").asText()), counts(node.path("deferred"))),
                    Instant.parse(node.path("tried").asText()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The progress of deferred lines is no JSON; drive the window again", e);
        }
    }

    private static SortedMap<String, Long> counts(JsonNode node) {
        SortedMap<String, Long> counts = new TreeMap<>();
        node.properties()
                .forEach(each -> counts.put(each.getKey(), each.getValue().asLong()));
        return counts;
    }
}
