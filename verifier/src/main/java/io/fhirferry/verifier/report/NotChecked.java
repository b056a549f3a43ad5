package io.fhirferry.verifier.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what a report does not claim, from what was configured. */
public final class NotChecked {

    private NotChecked() {}

    /**
     * The sentences, most general first.
     *
     * @param start as configured
     * @param types as configured; empty for all
     * @param history whether every version was moved
     * @param deletes whether deletions were moved
     * @param byReading whether content was read by id instead of exported
     */
    public static List<String> sentences(
            Optional<Instant> start, List<String> types, boolean history, boolean deletes, boolean byReading) {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                "Versions that were hard deleted at the source leave no trace in an export: whether the destination"
                        + " still has older versions of them was not checked. Current resources were, by the census.");
        sentences.add("The content of a resource was compared when its window was verified, in the version that the"
                + " window brought; after that, the census compared ids and versions only.");
        sentences.add("Search parameters were compared by their current content, because their versions and dates are"
                + " assigned by the destination.");
        if (!history) {
            sentences.add("Only the newest version of a resource in each window was moved and compared"
                    + " (ferry.migration.history is false).");
        }
        if (!deletes) {
            sentences.add("Deletions were not moved (ferry.migration.deletes is false): a resource that the source has"
                    + " deleted since it was moved is reported as extra.");
        }
        start.ifPresent(instant -> sentences.add("What was last updated before " + instant
                + " was neither moved nor compared (ferry.migration.start)."));
        if (!types.isEmpty()) {
            sentences.add("Other types than " + String.join(", ", types)
                    + " were neither moved nor compared (ferry.migration.types).");
        }
        if (byReading) {
            sentences.add("Content was read by id (ferry.verify.by is read): older versions that only the destination"
                    + " has were not looked for.");
        }
        return List.copyOf(sentences);
    }
}
