/**
 * The trace that the work at hand belongs to: one for the way of a window through all stages, from message to message.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
package io.fhirferry.common.trace;
