/** The control API: what an operator can do to a migration on its way, and how it answers. */
package io.fhirferry.exporter.control;
