package io.fhirferry.common.staging;

import java.util.List;

/**
 * Lists what a stage left behind for the next one. Rows and messages stay small because lists live here.
 *
 * @param schema raised when a release writes what its predecessor cannot read
 * @param window id of the window
 * @param stage which stage wrote it: {@code export} or {@code copy}
 * @param attempt which attempt
 * @param least the fewest owned lines that the files must hold, as counted at the source right after its export; -1
 *     when the source could not say
 * @param files in the order in which the server listed them
 */
public record Manifest(int schema, String window, String stage, String attempt, long least, List<ManifestFile> files) {

    /** What this release writes. */
    public static final int SCHEMA = 1;

    public Manifest {
        files = List.copyOf(files);
        if (schema > SCHEMA) {
            throw new IllegalStateException("Manifest of window " + window + " was written by a newer release (schema "
                    + schema + ", this one reads " + SCHEMA + "): update this service");
        }
    }

    /** A manifest of this release. */
    public Manifest(String window, String stage, String attempt, long least, List<ManifestFile> files) {
        this(SCHEMA, window, stage, attempt, least, files);
    }
}
