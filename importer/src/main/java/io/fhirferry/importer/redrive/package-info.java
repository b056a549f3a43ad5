/**
 * Brings rejected lines again, and nothing else: takes them out of the staged files, has them imported as a small window of
 * their own by whatever mode is configured, and puts the figures together.
 */
package io.fhirferry.importer.redrive;
