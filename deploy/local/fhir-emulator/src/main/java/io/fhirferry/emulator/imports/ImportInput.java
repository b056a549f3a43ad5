package io.fhirferry.emulator.imports;

import java.net.URI;

/**
 * A file to import.
 *
 * @param type what every line must be; empty when anything may come
 * @param url where the file is
 * @param etag what it must be at the start; empty when anything will do
 */
public record ImportInput(String type, URI url, String etag) {}
