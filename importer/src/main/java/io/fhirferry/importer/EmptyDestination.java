package io.fhirferry.importer;

import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.staging.ReportStore;
import java.util.Map;
import java.util.Optional;

/**
 * Lets an initial load begin in an empty destination only. That it was empty is noted before the first import is asked for:
 * from then on what is there is the migration's own, whatever becomes of that request.
 */
final class EmptyDestination implements Precondition {

    private static final String NOTE = "initial-load.json";

    private final SearchClient destination;
    private final ReportStore reports;

    EmptyDestination(SearchClient destination, ReportStore reports) {
        this.destination = destination;
        this.reports = reports;
    }

    @Override
    public Optional<String> objection() {
        if (reports.container().getBlobClient(reports.path(NOTE)).exists()) {
            return Optional.empty();
        }
        long there = destination.countByType(SearchClient.ALL_TYPES);
        if (there > 0) {
            return Optional.of("the destination holds " + there + (there == 1 ? " resource" : " resources")
                    + " already, and an initial load is for an empty one:"
                    + " remove ferry.import.load to load into this one");
        }
        reports.write(NOTE, Map.of("resources", there));
        return Optional.empty();
    }
}
