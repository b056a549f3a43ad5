package io.fhirferry.emulator.bundle;

import java.util.List;

/**
 * A Bundle that was sent.
 *
 * @param type its {@code type}; empty when it is missing
 * @param entries its entries, in order
 */
record RequestBundle(String type, List<BundleEntry> entries) {}
