package io.fhirferry.common.service;

import io.fhirferry.common.config.StoragePurpose;
import io.fhirferry.common.config.StorageUse;
import io.fhirferry.common.queue.Delivery;
import io.fhirferry.common.queue.PoisonListener;
import io.fhirferry.common.queue.Poisoned;
import io.fhirferry.common.stage.Handled;
import io.fhirferry.common.stage.StageMessage;
import io.fhirferry.common.stage.StageRunner;
import io.fhirferry.common.stage.UnreadableMessageException;
import io.fhirferry.common.trace.HopTrace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.reactive.messaging.TracingMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The way from the stage's queue to the stage, and from the poison queue to the window's row. */
@ApplicationScoped
public class StageListener implements PoisonListener {

    private final StageRunner runner;
    private final StageHops hops;
    private final Counter looks;
    private final Clock clock;

    StageListener(StageRunner runner, StageHops hops, MeterRegistry meters, Clock clock) {
        this.runner = runner;
        this.hops = hops;
        this.looks = Counter.builder("ferry.stage.looks")
                .description("Deliveries of messages that came back to look whether a job of a FHIR server was done")
                .register(meters);
        this.clock = clock;
    }

    /**
     * Handles one delivery. When this returns, the message is deleted, or hidden until it is due again; when it throws,
     * the message comes back after a pause. When the service is being shut down, long work ends at its next sign of life,
     * and another replica gets the message at once.
     *
     * <p>Rows that are read to look at a job again are the price of waiting for the server, not of moving the window, and
     * are counted apart.
     */
    @Incoming("stage")
    @RunOnVirtualThread
    public void handle(String body, Delivery delivery, TracingMetadata trace) {
        HopTrace.within(trace.getCurrentContext(), () -> handle(body, delivery));
    }

    private void handle(String body, Delivery delivery) {
        StageMessage received = StageMessage.fromJson(body);
        hops.received(received, delivery);
        boolean look = !received.progress().isEmpty();
        if (look) {
            looks.increment();
        }
        try {
            Handled handled = StorageUse.counted(
                    () -> runner.handle(received, new DeliveryHeartbeat(delivery, clock)),
                    (result, row) -> look && (row || result instanceof Handled.Again)
                            ? StoragePurpose.JOB
                            : StoragePurpose.WINDOW);
            if (handled instanceof Handled.Again(var until, var message)) {
                delivery.postpone(until, message.toJson());
            }
        } catch (DrainingException e) {
            delivery.postpone(clock.instant(), body);
        }
    }

    @Override
    public void poisoned(Poisoned poisoned) {
        try {
            String last = poisoned.error().isEmpty() ? "" : "; the last time with " + poisoned.error();
            runner.poisoned(StageMessage.fromJson(poisoned.body()), poisoned.reason() + last);
        } catch (UnreadableMessageException e) {
            // Nobody can say which window it was for; the message lies in the poison queue, where it is counted.
            ServiceLog.LOG.unreadable(poisoned.queue(), e.getMessage());
        }
    }
}
