package io.fhirferry.common.fhir;

/** How many versions a server made between two instants. */
public sealed interface HistoryCount {

    /** It counts them: all versions, deletions included. */
    record Counted(long versions) implements HistoryCount {}

    /** It cannot tell. */
    record Unsupported() implements HistoryCount {}
}
