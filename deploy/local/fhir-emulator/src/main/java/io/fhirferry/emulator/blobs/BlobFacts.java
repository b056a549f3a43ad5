package io.fhirferry.emulator.blobs;

/**
 * What is known of a blob.
 *
 * @param size in bytes
 * @param etag without quotes
 */
public record BlobFacts(long size, String etag) {}
