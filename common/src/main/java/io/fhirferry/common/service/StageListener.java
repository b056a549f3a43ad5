package io.fhirferry.common.service;

import io.fhirferry.common.queue.Delivery;
import io.fhirferry.common.queue.PoisonListener;
import io.fhirferry.common.queue.Poisoned;
import io.fhirferry.common.stage.Handled;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.StageMessage;
import io.fhirferry.common.stage.StageRunner;
import io.fhirferry.common.stage.UnreadableMessageException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The way from the stage's queue to the stage, and from the poison queue to the window's row. */
@ApplicationScoped
public class StageListener implements PoisonListener {

    private final StageRunner runner;
    private final StageHops hops;

    StageListener(StageRunner runner, StageHops hops) {
        this.runner = runner;
        this.hops = hops;
    }

    /**
     * Handles one delivery. When this returns, the message is deleted, or hidden until it is due again; when it throws,
     * the message comes back after a pause.
     */
    @Incoming("stage")
    @RunOnVirtualThread
    public void handle(String body, Delivery delivery) {
        Heartbeat heartbeat = () -> {
            if (delivery.isLost()) {
                throw new DeliveryLostException(delivery.queue());
            }
        };
        StageMessage received = StageMessage.fromJson(body);
        hops.received(received, delivery);
        if (runner.handle(received, heartbeat) instanceof Handled.Again(var until, var message)) {
            delivery.postpone(until, message.toJson());
        }
    }

    @Override
    public void poisoned(Poisoned poisoned) {
        try {
            runner.poisoned(StageMessage.fromJson(poisoned.body()), poisoned.reason());
        } catch (UnreadableMessageException e) {
            // Nobody can say which window it was for; the message lies in the poison queue, where it is counted.
            ServiceLog.LOG.unreadable(poisoned.queue(), e.getMessage());
        }
    }
}
