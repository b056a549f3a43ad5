package io.fhirferry.exporter;

import java.time.Instant;

/**
 * What the planner chose for the next window.
 *
 * @param since where the window before ends
 * @param till after {@code since}
 * @param expected how many resources the source counts in it
 */
record Span(Instant since, Instant till, long expected) {}
