package io.fhirferry.verifier.tile;

import io.fhirferry.common.ndjson.Equivalence;
import java.util.List;

/**
 * What the verification of a window goes by.
 *
 * @param types those that the migration moves; empty for all
 * @param history whether every version was moved
 * @param equivalence when two resources count as the same
 * @param maxLine longest line in bytes
 * @param maxFindings how many findings are listed one by one
 */
public record TileSettings(List<String> types, boolean history, Equivalence equivalence, int maxLine, int maxFindings) {

    public TileSettings {
        types = List.copyOf(types);
    }

    /** Whether the migration moves this type. */
    boolean moves(String type) {
        return types.isEmpty() || types.contains(type);
    }
}
