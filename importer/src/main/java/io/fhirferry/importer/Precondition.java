package io.fhirferry.importer;

import java.util.Optional;

/** What must be so before the destination is asked to begin an import. */
@FunctionalInterface
interface Precondition {

    /** There is none. */
    Precondition NONE = Optional::empty;

    /**
     * Looks.
     *
     * @return why no import may begin, and what helps; empty when it may
     * @throws RuntimeException when it cannot be found out now
     */
    Optional<String> objection();
}
