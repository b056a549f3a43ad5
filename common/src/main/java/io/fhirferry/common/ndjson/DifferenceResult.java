package io.fhirferry.common.ndjson;

/** What became of comparing two resources. */
public sealed interface DifferenceResult permits JsonDifference, Unreadable {}
