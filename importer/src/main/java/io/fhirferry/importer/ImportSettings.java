package io.fhirferry.importer;

import io.fhirferry.common.fhir.ImportMode;
import io.fhirferry.common.ndjson.Equivalence;

/**
 * What the import stage has to know of the configuration.
 *
 * @param errorContainer begins the names of the containers for the server's error logs
 * @param mode {@code ferry.import.load}
 * @param allowNegativeVersions {@code ferry.import.allow-negative-versions}
 * @param eventualConsistency {@code ferry.import.eventual-consistency}
 * @param unitBytes {@code ferry.import.unit-bytes}, 0 for the server's choice
 * @param etags {@code ferry.import.etags}
 * @param maxLineBytes {@code ferry.copy.max-line-bytes}, since what was copied is read again here
 */
record ImportSettings(
        String errorContainer,
        ImportMode mode,
        boolean allowNegativeVersions,
        boolean eventualConsistency,
        int unitBytes,
        boolean etags,
        int maxLineBytes) {

    /** Nothing asked for beyond what every import needs. */
    static ImportSettings plain(String errorContainer, int maxLineBytes) {
        return new ImportSettings(errorContainer, ImportMode.INCREMENTAL, false, false, 0, true, maxLineBytes);
    }

    /** When a line and what the destination has count as the same. */
    Equivalence equivalence() {
        return mode == ImportMode.INITIAL ? Equivalence.assigned() : Equivalence.azureImport();
    }
}
