package io.fhirferry.exporter;

import java.time.Instant;
import java.util.Optional;

/** What the planner wants to know of the source. */
public interface SourceView extends ResourceCount {

    /** The source's own clock, by the {@code Date} of an answer. */
    Instant now();

    /** The date of the oldest resource, cut to milliseconds; empty while the source holds nothing. */
    Optional<Instant> earliest();
}
