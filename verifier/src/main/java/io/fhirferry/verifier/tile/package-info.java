/**
 * Verifies the content of a window: every owned line in staging against what the destination answers. What differs is
 * confirmed by asking the destination, and the source, before it counts.
 */
package io.fhirferry.verifier.tile;
