package io.fhirferry.common.ndjson;

/** What became of reading a line's header. */
public sealed interface HeaderResult permits HeaderResult.Read, Unreadable {

    /** The line is a resource with this header. */
    record Read(ResourceHeader header) implements HeaderResult {}
}
