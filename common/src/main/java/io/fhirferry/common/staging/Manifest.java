package io.fhirferry.common.staging;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/**
 * Lists what a stage left behind for the next one. Rows and messages stay small because lists live here.
 *
 * @param schema raised when a release writes what its predecessor would misread
 * @param window id of the window
 * @param stage which stage wrote it, or is to read it: {@code export}, {@code copy} or {@code import}; or what it lists
 * @param attempt which attempt
 * @param least the fewest owned lines that the files must hold, as counted at the source right after its export; -1
 *     when the source could not say
 * @param files in the order in which the server listed them
 * @param rejections what the import left in quarantine
 * @param redriven whether only lines that were rejected before are to be imported
 */
@RegisterForReflection
public record Manifest(
        int schema,
        String window,
        String stage,
        String attempt,
        long least,
        List<ManifestFile> files,
        Rejections rejections,
        RedrivenLines redriven) {

    /** What this release can read: 2 came with lines that are driven again by themselves. */
    public static final int SCHEMA = 2;

    /** In the place of a stage's name. */
    public static final String LINES = "lines";

    private static final int WHOLE_FILES = 1;

    public Manifest {
        files = List.copyOf(files);
        rejections = rejections == null ? Rejections.NONE : rejections;
        redriven = redriven == null ? RedrivenLines.NONE : redriven;
        if (schema > SCHEMA) {
            throw new IllegalStateException("Manifest of window " + window + " was written by a newer release (schema "
                    + schema + ", this one reads " + SCHEMA + "): update this service");
        }
    }

    /** A manifest of whole files. */
    public Manifest(String window, String stage, String attempt, long least, List<ManifestFile> files) {
        this(WHOLE_FILES, window, stage, attempt, least, files, Rejections.NONE, RedrivenLines.NONE);
    }

    /** The same window after an import: its files as they are now, and what was rejected of them. */
    public Manifest imported(String importAttempt, List<ManifestFile> filesNow, Rejections rejected) {
        return new Manifest(
                WHOLE_FILES, window, "import", importAttempt, least, filesNow, rejected, RedrivenLines.NONE);
    }

    /** The same window for an import of nothing but lines that were rejected. */
    public Manifest redriving(String importAttempt, List<ManifestFile> filesNow, RedrivenLines lines) {
        return new Manifest(SCHEMA, window, "import", importAttempt, least, filesNow, rejections, lines);
    }

    /**
     * A manifest of rejected lines in files of their own.
     *
     * @param repaired URLs of those files that hold lines which an operator has corrected, or may have
     */
    public static Manifest ofLines(String window, String attempt, List<ManifestFile> files, List<String> repaired) {
        RedrivenLines lines =
                new RedrivenLines(RedrivenLines.Which.NONE, 0, Instant.EPOCH, Collections.emptySortedMap(), repaired);
        return new Manifest(WHOLE_FILES, window, LINES, attempt, -1, files, Rejections.NONE, lines);
    }

    /** Whether the files hold nothing but lines that were rejected before, taken out of the window's files. */
    public boolean isOfLines() {
        return stage.equals(LINES);
    }

    /** Whether only lines that were rejected before are to be imported. */
    public boolean isRedrive() {
        return redriven.lines() != RedrivenLines.Which.NONE;
    }
}
