package io.fhirferry.exporter;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the planner goes by.
 *
 * @param start first instant to move; empty, the source's oldest resource decides
 * @param end first instant not to move; empty, the source is followed
 * @param lag how far windows stay behind the source's clock
 * @param windowsInFlight how many windows may be open at once
 * @param replica names this process in events
 */
public record PlannerSettings(
        Optional<Instant> start, Optional<Instant> end, Duration lag, int windowsInFlight, String replica) {}
