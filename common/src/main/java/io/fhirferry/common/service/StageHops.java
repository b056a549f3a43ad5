package io.fhirferry.common.service;

import io.fhirferry.common.queue.Delivery;
import io.fhirferry.common.stage.StageMessage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/**
 * Measures how long windows take from one stage to the next, as the timer {@code ferry.stage.hop}: from the sending of
 * the message that begins a stage until its handler starts. Messages of slices are left out, since they wait for a
 * place by design.
 */
@Singleton
class StageHops {

    private final Timer hop;
    private final Clock clock;

    StageHops(MeterRegistry registry, Clock clock) {
        this.hop = Timer.builder("ferry.stage.hop")
                .description("Time from when a window was sent to its next stage until the stage began")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
        this.clock = clock;
    }

    /** Counts the delivery if it begins a stage. A negative time, seen when two hosts' clocks differ, counts as none. */
    void received(StageMessage message, Delivery delivery) {
        if (message.beginsStage() && delivery.deliveries() == 1) {
            Duration time = Duration.between(delivery.firstSeen(), clock.instant());
            hop.record(time.isNegative() ? Duration.ZERO : time);
        }
    }
}
