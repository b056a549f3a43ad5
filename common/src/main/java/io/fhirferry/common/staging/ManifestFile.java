package io.fhirferry.common.staging;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;

/**
 * One file of a window.
 *
 * @param type FHIR resource type of its lines
 * @param url where it lies
 * @param bytes its length; -1 when the server did not say
 * @param lines how many resources it holds: as the server says after the export (-1 when it does not), as counted after
 *     the copy
 * @param etag version of the blob without quotes; empty when not known
 * @param digest SHA-256 of its bytes in hexadecimal digits; empty when nobody has read it yet
 */
@RegisterForReflection
public record ManifestFile(String type, URI url, long bytes, long lines, String etag, String digest) {}
