/** The import stage: drives the destination's {@code $import} and accounts for every line, to the last rejected one. */
package io.fhirferry.importer;
