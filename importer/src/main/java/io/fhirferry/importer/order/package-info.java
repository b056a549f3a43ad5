/**
 * The order of windows at a destination that numbers versions as they arrive, whatever way they go there: whether something
 * later may have come, and what the source has now, to be sent in the place of what is old.
 */
package io.fhirferry.importer.order;
