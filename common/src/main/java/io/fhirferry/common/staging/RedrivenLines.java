package io.fhirferry.common.staging;

import io.fhirferry.common.window.TypeAccount;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Says in a manifest that only rejected lines of its files are to be imported; all others are at the destination.
 *
 * @param lines which of the lines in quarantine
 * @param round how many times in a row this was done without anybody asking, from 0
 * @param notBefore when to begin
 * @param before the figures by type before, to which those of the lines are added
 * @param repaired URLs of the files in which an operator says to have corrected rejected lines
 */
@RegisterForReflection
public record RedrivenLines(
        Which lines, int round, Instant notBefore, SortedMap<String, TypeAccount> before, List<String> repaired) {

    /** Which of the lines in quarantine. */
    @RegisterForReflection
    public enum Which {
        /** None: the whole files are to be imported. */
        NONE,
        /** Those that were refused for a reason that passes. */
        PASSING,
        /** All. */
        ALL
    }

    /** The whole files are to be imported. */
    public static final RedrivenLines NONE =
            new RedrivenLines(Which.NONE, 0, Instant.EPOCH, Collections.emptySortedMap(), List.of());

    public RedrivenLines {
        before = before == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(before));
        repaired = repaired == null ? List.of() : List.copyOf(repaired);
    }

    /** Whether an entry of the quarantine is meant. */
    public boolean covers(QuarantineEntry entry) {
        return switch (lines) {
            case NONE -> false;
            case PASSING -> entry.located() && entry.rejection().passing();
            case ALL -> entry.located();
        };
    }
}
