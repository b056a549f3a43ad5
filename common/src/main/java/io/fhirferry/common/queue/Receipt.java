package io.fhirferry.common.queue;

/**
 * Proof that a message was received, needed to update or delete it.
 *
 * @param messageId stays the same for the life of the message
 * @param popReceipt changes with every receive and every update; only the last one is good
 */
public record Receipt(String messageId, String popReceipt) {}
