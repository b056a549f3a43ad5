package io.fhirferry.importer.instant;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A contradiction as it is listed in the protected container; it names no resource but by file and line.
 *
 * @param file URL of the staged file in which it was found
 * @param line number of the line from 1
 * @param versionId the version
 * @param from the date as it was, in milliseconds
 * @param to the date as it is imported; the same when it was not moved
 */
@RegisterForReflection
public record ListedContradiction(String file, long line, String versionId, String from, String to) {}
