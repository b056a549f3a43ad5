/** What becomes of messages whose handler failed: one named bean each. */
package io.fhirferry.common.queue.fault;
