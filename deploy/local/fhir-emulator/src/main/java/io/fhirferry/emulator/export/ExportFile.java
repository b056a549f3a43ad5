package io.fhirferry.emulator.export;

/**
 * A file of an export.
 *
 * @param type what is in it
 * @param url where it is
 * @param count lines, as the manifest says
 */
public record ExportFile(String type, String url, int count) {}
