/**
 * {@code $import} of HAPI: it fetches files by capability URLs, gives every version a number and a date of its own, and
 * tells how many lines of a file it refused, but not which. So windows go in order, and refused lines are found by reading.
 */
package io.fhirferry.importer.hapi;
