package io.fhirferry.importer.redrive;

import java.time.Duration;

/**
 * What bringing lines again has to know of the configuration.
 *
 * @param migration its id
 * @param blockBytes {@code ferry.copy.block-bytes}
 * @param maxLineBytes {@code ferry.copy.max-line-bytes}
 * @param rounds {@code ferry.import.line-retries}
 * @param pause {@code ferry.import.line-retry-pause}
 */
public record RedriveSettings(String migration, int blockBytes, int maxLineBytes, int rounds, Duration pause) {}
