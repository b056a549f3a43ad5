package io.fhirferry.exporter.control;

import io.fhirferry.common.staging.Finding;
import io.fhirferry.common.staging.FindingClass;
import java.util.Arrays;
import java.util.Set;

/** What an operator is willing to sign off. */
sealed interface Exceptions {

    /** Whether the finding of a window is among them. */
    boolean cover(Finding finding);

    /**
     * Whether the finding of a census is among them. What a window found explains what the census finds of the same
     * resource: a rejected line is also missing there. The report names such a resource once, and so may a request.
     */
    boolean coverInCensus(Finding finding);

    /** Every finding that the window's findings list. */
    record Everything() implements Exceptions {
        @Override
        public boolean cover(Finding finding) {
            return true;
        }

        @Override
        public boolean coverInCensus(Finding finding) {
            return true;
        }
    }

    /**
     * These findings and no others.
     *
     * @param names as {@link FindingName} makes them
     */
    record Listed(Set<String> names) implements Exceptions {
        public Listed {
            names = Set.copyOf(names);
        }

        @Override
        public boolean cover(Finding finding) {
            return names.contains(FindingName.of(finding));
        }

        @Override
        public boolean coverInCensus(Finding finding) {
            return Arrays.stream(FindingClass.values()).anyMatch(kind -> names.contains(FindingName.of(kind, finding)));
        }

        /** Hides the names, which can name patients. */
        @Override
        public String toString() {
            return names.size() + " findings";
        }
    }
}
