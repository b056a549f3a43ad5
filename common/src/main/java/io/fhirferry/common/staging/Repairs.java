package io.fhirferry.common.staging;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * Files of a window in which an operator corrected rejected lines: what the destination has of them is not what the source
 * has.
 *
 * @param window its id
 * @param lines how many lines were corrected, or at least brought again from such a file
 * @param files the files
 */
@RegisterForReflection
public record Repairs(String window, long lines, List<Repaired> files) {

    public Repairs {
        files = files == null ? List.of() : List.copyOf(files);
    }

    /**
     * One file.
     *
     * @param file its URL
     * @param before SHA-256 of the file as it was copied; empty when it is not known
     * @param after SHA-256 of the file as it was imported
     */
    @RegisterForReflection
    public record Repaired(String file, String before, String after) {}
}
