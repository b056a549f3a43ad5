package io.fhirferry.importer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one slice did.
 *
 * @param types figures by resource type
 * @param quarantine the blob with the refused lines, or empty
 * @param faults what does not add up, the first few
 */
public record SliceResult(SortedMap<String, Figures> types, String quarantine, List<String> faults) {

    /** Faults beyond these say nothing new. */
    static final int MOST_FAULTS = 5;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Lines of one type, see {@link io.fhirferry.common.window.TypeAccount}. */
    public record Figures(long imported, long duplicate, long rejected, long elsewhere) {

        static final Figures NONE = new Figures(0, 0, 0, 0);

        /** Adds figure by figure. */
        public Figures plus(Figures other) {
            return new Figures(
                    imported + other.imported,
                    duplicate + other.duplicate,
                    rejected + other.rejected,
                    elsewhere + other.elsewhere);
        }
    }

    public SliceResult {
        types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
        faults = List.copyOf(faults);
    }

    /** The result of a job from the accounts of its files. */
    static SliceResult of(List<FileAccount> files, String quarantine) {
        TreeMap<String, Figures> types = new TreeMap<>();
        for (FileAccount file : files) {
            types.merge(file.type(), new Figures(file.loaded(), file.duplicate(), file.rejected(), 0), Figures::plus);
        }
        List<String> faults = files.stream()
                .map(FileAccount::fault)
                .filter(fault -> !fault.isEmpty())
                .limit(MOST_FAULTS)
                .toList();
        return new SliceResult(types, quarantine, faults);
    }

    /** The result as text for the join. */
    public String toJson() {
        ObjectNode node = JSON.createObjectNode();
        ObjectNode figures = node.putObject("types");
        types.forEach((type, lines) -> figures.putArray(type)
                .add(lines.imported())
                .add(lines.duplicate())
                .add(lines.rejected())
                .add(lines.elsewhere()));
        node.put("quarantine", quarantine);
        faults.forEach(node.putArray("faults")::add);
        return node.toString();
    }

    /** Reads what {@link #toJson} wrote. */
    public static SliceResult fromJson(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            TreeMap<String, Figures> types = new TreeMap<>();
            node.path("types").properties().forEach(entry -> types.put(entry.getKey(), figures(entry.getValue())));
            List<String> faults = new ArrayList<>();
            node.path("faults").forEach(fault -> faults.add(fault.asText()));
            return new SliceResult(types, node.path("quarantine").asText(), faults);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The result of an import is no JSON; drive the window again", e);
        }
    }

    private static Figures figures(JsonNode lines) {
        return new Figures(
                lines.path(0).asLong(),
                lines.path(1).asLong(),
                lines.path(2).asLong(),
                lines.path(3).asLong());
    }
}
