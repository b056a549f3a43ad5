package io.fhirferry.importer;

/**
 * What the import stage has to know of the configuration.
 *
 * @param errorContainer begins the names of the containers for the server's error logs
 * @param allowNegativeVersions {@code ferry.import.allow-negative-versions}
 * @param maxLineBytes {@code ferry.copy.max-line-bytes}, since what was copied is read again here
 */
record ImportSettings(String errorContainer, boolean allowNegativeVersions, int maxLineBytes) {}
