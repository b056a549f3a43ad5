package io.fhirferry.common.staging;

/**
 * A file that is in the import storage.
 *
 * @param type of all its lines
 * @param bytes its length
 * @param lines how many, none of them blank
 * @param etag of the blob, without quotes
 * @param digest SHA-256 of its bytes in hexadecimal digits
 */
public record CopiedFile(String type, long bytes, long lines, String etag, String digest) {}
