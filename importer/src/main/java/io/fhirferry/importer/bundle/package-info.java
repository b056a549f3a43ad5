/**
 * The import stage for destinations without an {@code $import}: resources go there in batches or transactions, as fast as
 * the destination takes them, and every line is accounted for.
 */
package io.fhirferry.importer.bundle;
