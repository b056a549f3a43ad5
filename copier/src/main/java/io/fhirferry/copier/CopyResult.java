package io.fhirferry.copier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.common.staging.CopiedFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one slice did.
 *
 * @param attempt that wrote the staged files, and names them
 * @param index of the exported file in its manifest
 * @param files the staged files
 * @param counts lines read, by type
 */
record CopyResult(String attempt, int index, List<CopiedFile> files, SortedMap<String, LineCounts> counts) {

    private static final ObjectMapper JSON = new ObjectMapper();

    CopyResult {
        files = List.copyOf(files);
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    /** The result as text for the join: short enough for all types of FHIR at once, so values stand in arrays. */
    String toJson() {
        ObjectNode node = JSON.createObjectNode().put("attempt", attempt).put("index", index);
        ArrayNode list = node.putArray("files");
        files.forEach(file -> list.addArray()
                .add(file.type())
                .add(file.bytes())
                .add(file.lines())
                .add(file.etag())
                .add(file.digest()));
        ObjectNode types = node.putObject("types");
        counts.forEach((type, lines) -> types.putArray(type).add(lines.owned()).add(lines.outside()));
        return node.toString();
    }

    /** Reads what {@link #toJson} wrote. */
    static CopyResult fromJson(String json) {
        JsonNode node = parse(json);
        List<CopiedFile> files = new ArrayList<>();
        node.path("files")
                .forEach(file -> files.add(new CopiedFile(
                        file.path(0).asText(),
                        file.path(1).asLong(),
                        file.path(2).asLong(),
                        file.path(3).asText(),
                        file.path(4).asText())));
        TreeMap<String, LineCounts> counts = new TreeMap<>();
        node.path("types")
                .properties()
                .forEach(entry -> counts.put(
                        entry.getKey(),
                        new LineCounts(
                                entry.getValue().path(0).asLong(),
                                entry.getValue().path(1).asLong())));
        return new CopyResult(node.path("attempt").asText(), node.path("index").asInt(), files, counts);
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The result of a copied file is no JSON; drive the window again", e);
        }
    }
}
