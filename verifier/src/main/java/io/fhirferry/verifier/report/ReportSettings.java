package io.fhirferry.verifier.report;

import io.fhirferry.common.ndjson.Equivalence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What reports go by.
 *
 * @param end the migration's end; without one there is no report
 * @param windowsInFlight as configured
 * @param maxFindings how many findings are listed one by one
 * @param interval the shortest time between two looks at all windows
 * @param equivalence when two resources count as the same
 * @param notChecked what reports do not claim
 */
public record ReportSettings(
        Optional<Instant> end,
        int windowsInFlight,
        int maxFindings,
        Duration interval,
        Equivalence equivalence,
        List<String> notChecked) {

    public ReportSettings {
        notChecked = List.copyOf(notChecked);
    }
}
