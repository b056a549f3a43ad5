package io.fhirferry.verifier.tile;

import io.fhirferry.common.ndjson.Equivalence;
import java.util.List;

/**
 * What the verification of a window goes by.
 *
 * @param types those that the migration moves; empty for all
 * @param history whether every version was moved
 * @param currentOnly whether the source exports nothing but current versions when it is not asked for history
 * @param equivalence when two resources count as the same
 * @param maxLine longest line in bytes
 * @param maxFindings how many findings are listed one by one
 */
public record TileSettings(
        List<String> types,
        boolean history,
        boolean currentOnly,
        Equivalence equivalence,
        int maxLine,
        int maxFindings) {

    public TileSettings {
        types = List.copyOf(types);
    }

    /** Whether what a window brought may not be the newest although all of it has arrived, see {@link LostNewest}. */
    boolean canLoseTheNewest() {
        return !history && !currentOnly && !equivalence.keepsVersions();
    }

    /** Whether the migration moves this type. */
    boolean moves(String type) {
        return types.isEmpty() || types.contains(type);
    }
}
