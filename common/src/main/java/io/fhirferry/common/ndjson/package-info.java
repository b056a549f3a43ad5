/**
 * Lines of NDJSON, what their headers say, and digests that tell whether two resources are the same.
 *
 * <p>Everything here streams: memory is bounded by the longest line, never by the file. Nothing here puts the content
 * of a resource into a message.
 */
package io.fhirferry.common.ndjson;
