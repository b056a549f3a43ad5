/**
 * Imports that are shown other files than were copied, because some of their lines are altered on the way. What alters them
 * is an {@link io.fhirferry.importer.altered.Alteration}.
 */
package io.fhirferry.importer.altered;
