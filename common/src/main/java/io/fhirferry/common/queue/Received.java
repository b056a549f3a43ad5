package io.fhirferry.common.queue;

import java.time.Instant;

/**
 * A message as the service handed it out.
 *
 * @param receipt what updates and deletes it
 * @param insertedAt when it was sent, by the service's clock
 * @param dequeueCount how often it was received, this time included
 * @param text the message as it is on the wire
 */
public record Received(Receipt receipt, Instant insertedAt, long dequeueCount, String text) {}
