/**
 * Finds versions of one resource whose dates are equal, or contradict their numbers, before a destination refuses them, and
 * moves these dates by as little as it takes where that is wanted.
 */
package io.fhirferry.importer.instant;
