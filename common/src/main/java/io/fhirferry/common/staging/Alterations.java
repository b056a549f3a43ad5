package io.fhirferry.common.staging;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;

/**
 * Lines of a window that were altered between the source and the destination, on purpose: the destination does not have of
 * them what the source has.
 *
 * @param window its id
 * @param how what was done
 * @param lines how many lines were altered, or brought from altered files
 * @param files the files
 * @param listedIn whole name of the blob of the protected container that lists the lines; empty when there is none
 */
@RegisterForReflection
public record Alterations(String window, How how, long lines, List<Altered> files, String listedIn) {

    public Alterations {
        files = files == null ? List.of() : List.copyOf(files);
        listedIn = listedIn == null ? "" : listedIn;
    }

    /** What was done. */
    @RegisterForReflection
    public enum How {
        /** An operator corrected rejected lines in the staged file. */
        REPAIRED,
        /** Dates of versions were moved, because they did not rise with their numbers. */
        NUDGED,
        /** Absolute references to the source's own server were made relative. */
        RELATIVE;

        /** As it stands in documents. */
        @JsonValue
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads what {@link #key()} wrote. */
        @JsonCreator
        public static How of(String key) {
            return valueOf(key.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * One file.
     *
     * @param file its URL, as it was imported
     * @param before SHA-256 of the file as it was copied; empty when it is not known
     * @param after SHA-256 of the file as it was imported
     */
    @RegisterForReflection
    public record Altered(String file, String before, String after) {}
}
