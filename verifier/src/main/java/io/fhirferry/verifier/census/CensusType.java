package io.fhirferry.verifier.census;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What the census of one type came to.
 *
 * @param type FHIR resource type
 * @param source current resources that the source counts, as far as they were asked for
 * @param destination current resources that the destination counts
 * @param equal resources that both have in the same version
 * @param superseded resources that differ because the source has moved on since the end
 * @param findings the whole name of the blob of findings; empty when there is nothing wrong
 */
record CensusType(String type, long source, long destination, long equal, long superseded, String findings) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A type that was counted and is still to be compared. */
    static CensusType counted(String type, long source, long destination) {
        return new CensusType(type, source, destination, 0, 0, "");
    }

    String write() {
        return JSON.createObjectNode()
                .put("type", type)
                .put("source", source)
                .put("destination", destination)
                .put("equal", equal)
                .put("superseded", superseded)
                .put("findings", findings)
                .toString();
    }

    static CensusType read(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return new CensusType(
                    node.path("type").asText(),
                    node.path("source").asLong(),
                    node.path("destination").asLong(),
                    node.path("equal").asLong(),
                    node.path("superseded").asLong(),
                    node.path("findings").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A slice of a census is not what this release writes", e);
        }
    }
}
