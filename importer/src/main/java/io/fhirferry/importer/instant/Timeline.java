package io.fhirferry.importer.instant;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds contradictions among versions: dates must rise with numbers, by a millisecond at least. */
final class Timeline {

    private static final Comparator<SeenVersion> BY_NUMBER = Comparator.comparingLong(SeenVersion::resource)
            .thenComparingLong(SeenVersion::version)
            .thenComparingLong(SeenVersion::millis);

    private Timeline() {}

    /**
     * The contradictions, each with the least date that solves it when those before it are solved.
     *
     * <p>The same version twice with the same date is no contradiction. Twice with different dates it is one that no date
     * solves, because a number has one date. Neither is one whose solution would leave the window.
     *
     * @param versions sorted by this method
     * @param till milliseconds of the first instant behind the window
     */
    static List<Contradiction> contradictions(List<SeenVersion> versions, long till) {
        versions.sort(BY_NUMBER);
        List<Contradiction> found = new ArrayList<>();
        long resource = 0;
        long number = Long.MIN_VALUE;
        long written = Long.MIN_VALUE;
        long last = Long.MIN_VALUE;
        boolean any = false;
        for (SeenVersion version : versions) {
            if (!any || version.resource() != resource) {
                last = version.millis();
            } else if (version.version() == number) {
                if (version.millis() != written) {
                    found.add(new Contradiction(version, version.millis()));
                } else if (last != written) {
                    // The same line once more goes where the first one went.
                    found.add(new Contradiction(version, last));
                }
                continue;
            } else if (version.millis() <= last) {
                long solved = last + 1 < till ? last + 1 : version.millis();
                found.add(new Contradiction(version, solved));
                last = Math.max(last, solved);
            } else {
                last = version.millis();
            }
            any = true;
            resource = version.resource();
            number = version.version();
            written = version.millis();
        }
        return found;
    }
}
