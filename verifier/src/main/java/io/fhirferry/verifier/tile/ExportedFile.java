package io.fhirferry.verifier.tile;

import java.net.URI;

/**
 * A file that the destination exported.
 *
 * @param type FHIR resource type of its lines
 * @param url where it lies
 * @param count how many lines it has; -1 when the server does not say
 * @param needsToken whether the server wants its credential for the download; a storage account never gets it
 */
public record ExportedFile(String type, URI url, long count, boolean needsToken) {}
