/**
 * Compares two sides of any size in little memory: first sums over buckets of ids, then only the buckets that differ,
 * id by id, so many at a time as memory allows.
 */
package io.fhirferry.verifier.compare;
