/**
 * Compares the ids and versions of all current resources on both sides, once everything has arrived. It finds what no
 * window can: what somebody else added, changed or removed at the destination, and what was hard deleted at the source.
 */
package io.fhirferry.verifier.census;
