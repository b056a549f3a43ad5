/** The exporter: plans windows, drives the source's {@code $export}, and tells how the migration stands. */
package io.fhirferry.exporter;
