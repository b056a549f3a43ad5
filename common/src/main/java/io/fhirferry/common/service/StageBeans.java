package io.fhirferry.common.service;

import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.config.StorageUse;
import io.fhirferry.common.stage.ControlGate;
import io.fhirferry.common.stage.Gate;
import io.fhirferry.common.stage.Outbox;
import io.fhirferry.common.stage.PlanStore;
import io.fhirferry.common.stage.RetryPolicy;
import io.fhirferry.common.stage.SliceStore;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.StageRunner;
import io.fhirferry.common.stage.Sweep;
import io.fhirferry.common.window.ControlStore;
import io.fhirferry.common.window.Hours;
import io.fhirferry.common.window.WindowStore;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneId;

/** The runner of the service's one stage, and the sweep. */
@Singleton
public class StageBeans {

    /** A row is touched this many times before a sweep would take its message for lost. */
    private static final int TOUCHES_PER_SWEEP = 3;

    @Produces
    @Singleton
    StageRunner runner(
            Stage stage,
            WindowStore windows,
            SliceStore slices,
            PlanStore plans,
            Outbox outbox,
            Gate gate,
            FerryConfig config,
            Replica replica,
            Clock clock) {
        FerryConfig.StageConfig settings = config.stage();
        return new StageRunner(
                stage,
                windows,
                slices,
                plans,
                outbox,
                gate,
                new RetryPolicy(settings.retries(), settings.retryPause(), settings.longestRetryPause()),
                settings.sweepAfter().dividedBy(TOUCHES_PER_SWEEP),
                replica.name(),
                clock);
    }

    @Produces
    @Singleton
    Hours hours(FerryConfig config) {
        ZoneId zone = ZoneId.of(config.migration().timeZone());
        return config.migration().hours().map(text -> Hours.parse(text, zone)).orElseGet(Hours::always);
    }

    @Produces
    @Singleton
    Gate gate(ControlStore control, Hours hours, Clock clock) {
        // Read every few seconds, whatever windows there are: whose turn it was says nothing about that window's price.
        return new ControlGate(() -> StorageUse.apart(control::read), hours, clock);
    }

    @Produces
    @Singleton
    Sweep sweep(WindowStore windows, Outbox outbox, FerryConfig config, Replica replica, Clock clock) {
        return new Sweep(windows, outbox, config.stage().sweepAfter(), replica.name(), clock);
    }
}
