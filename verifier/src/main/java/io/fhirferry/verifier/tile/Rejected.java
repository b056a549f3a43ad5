package io.fhirferry.verifier.tile;

import io.fhirferry.verifier.compare.ResourceKey;
import java.util.HashSet;
import java.util.Set;

/**
 * The lines of a window that the destination refused, as far as the importer's quarantine names them: by their place,
 * else by what they are.
 */
final class Rejected {

    private final LineNumbers lines = new LineNumbers();
    private final Set<ResourceKey> keys = new HashSet<>();

    void add(String file, long line) {
        lines.add(file, line);
    }

    void add(ResourceKey key) {
        keys.add(key);
    }

    /** Whether this line was refused. */
    boolean contains(String file, long line, ResourceKey key) {
        return lines.contains(file, line) || keys.contains(key);
    }
}
