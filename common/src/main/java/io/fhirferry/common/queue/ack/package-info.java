/** What becomes of acknowledged messages: one named bean each. */
package io.fhirferry.common.queue.ack;
