package io.fhirferry.importer.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a window's deferred lines have come; it travels in the message.
 *
 * @param since when they were first taken up
 * @param passes how often they were tried, from 0
 * @param blob with what is left; empty before the first pass
 * @param arrived lines that have arrived so far, by the type of their file
 * @param seen what was seen of other windows before the last pass
 * @param tried when that was
 */
record DeferredProgress(Instant since, int passes, String blob, Map<String, Long> arrived, String seen, Instant tried) {

    private static final ObjectMapper JSON = new ObjectMapper();

    DeferredProgress {
        arrived = Map.copyOf(arrived);
    }

    /** Not tried yet. */
    static DeferredProgress begun(Instant now) {
        return new DeferredProgress(now, 0, "", Map.of(), "", now);
    }

    /** After another pass. */
    DeferredProgress after(String newBlob, Map<String, Long> more, String newSeen, Instant now) {
        Map<String, Long> sum = new TreeMap<>(arrived);
        more.forEach((type, lines) -> sum.merge(type, lines, Long::sum));
        return new DeferredProgress(since, passes + 1, newBlob, sum, newSeen, now);
    }

    String toJson() {
        ObjectNode node = JSON.createObjectNode()
                .put("since", since.toString())
                .put("passes", passes)
                .put("blob", blob)
                .put("seen", seen)
                .put("tried", tried.toString());
        ObjectNode lines = node.putObject("arrived");
        arrived.forEach(lines::put);
        return node.toString();
    }

    /** Reads what {@link #toJson} wrote. */
    static DeferredProgress fromJson(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            Map<String, Long> arrived = new TreeMap<>();
            node.path("arrived")
                    .properties()
                    .forEach(each -> arrived.put(each.getKey(), each.getValue().asLong()));
            return new DeferredProgress(
                    Instant.parse(node.path("since").asText()),
                    node.path("passes").asInt(),
                    node.path("blob").asText(),
                    arrived,
                    node.path("seen").asText(),
                    Instant.parse(node.path("tried").asText()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The progress of deferred lines is no JSON; drive the window again", e);
        }
    }
}
