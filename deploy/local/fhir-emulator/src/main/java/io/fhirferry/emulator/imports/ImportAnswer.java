package io.fhirferry.emulator.imports;

/**
 * What a poll of an import is answered.
 *
 * @param status 202 or 200
 * @param body results so far; empty when there are none
 */
public record ImportAnswer(int status, byte[] body) {}
