package io.fhirferry.emulator.store;

/**
 * How much is stored of one type.
 *
 * @param current resources that exist
 * @param versions all versions, deletions included
 * @param deleted resources whose newest version is a deletion
 */
public record TypeCount(int current, int versions, int deleted) {}
