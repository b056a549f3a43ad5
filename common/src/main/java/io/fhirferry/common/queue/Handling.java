package io.fhirferry.common.queue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One message from its receipt to its settlement.
 *
 * @param claimed set by whoever settles the message, so that it is settled once
 * @param settled completes afterwards
 */
record Handling(
        Delivery delivery,
        MessageSettlement settlement,
        Renewal renewal,
        AtomicBoolean claimed,
        CompletableFuture<Void> settled) {

    MessageHold hold() {
        return delivery.hold();
    }
}
