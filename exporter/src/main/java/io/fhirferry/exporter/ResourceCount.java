package io.fhirferry.exporter;

import java.time.Instant;

/** Counts what the source holds in a span of time. */
@FunctionalInterface
public interface ResourceCount {

    /**
     * How many resources, or versions where history is moved, have a date in [since, till).
     *
     * @return at least 0
     */
    long between(Instant since, Instant till);
}
