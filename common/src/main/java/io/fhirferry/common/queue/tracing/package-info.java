/** Trace context across a hop from one service to the next. */
package io.fhirferry.common.queue.tracing;
