package io.fhirferry.emulator.imports;

/**
 * What became of a unit.
 *
 * @param loaded lines that are stored
 * @param rejected lines that are not
 * @param errorUrl the log of those; empty when there are none
 */
record UnitResult(long loaded, long rejected, String errorUrl) {}
