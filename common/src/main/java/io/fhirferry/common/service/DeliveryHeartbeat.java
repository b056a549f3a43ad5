package io.fhirferry.common.service;

import io.fhirferry.common.queue.Delivery;
import io.fhirferry.common.stage.Heartbeat;
import java.time.Clock;
import java.time.Duration;

/**
 * The heartbeat of work on a message, which the connector keeps hidden meanwhile.
 *
 * @param delivery that brought the message
 * @param clock by which its visibility runs out
 */
record DeliveryHeartbeat(Delivery delivery, Clock clock) implements Heartbeat {

    @Override
    public void beat() {
        if (delivery.isLost()) {
            throw new DeliveryLostException(delivery.queue());
        }
        if (delivery.isDraining()) {
            throw new DrainingException(delivery.queue());
        }
    }

    @Override
    public Duration remaining() {
        return delivery.remainingVisibility(clock);
    }
}
