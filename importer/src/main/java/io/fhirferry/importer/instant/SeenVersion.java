package io.fhirferry.importer.instant;

/**
 * A version of a resource, as much of it as its place in time needs.
 *
 * @param resource stands for type and id; two resources have the same number by the rarest chance
 * @param version its number
 * @param millis {@code meta.lastUpdated} in milliseconds since 1970, cut as a destination cuts it
 * @param file place of its file among the window's
 * @param line number of its line from 1
 */
record SeenVersion(long resource, long version, long millis, int file, long line) {}
