package io.fhirferry.exporter.control;

import io.fhirferry.common.stage.Outbox;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.WindowStore;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Puts the operations together. */
@Singleton
public class ControlBeans {

    @Produces
    @Singleton
    Redrive redrive(WindowStore windows, Outbox outbox, Clock clock) {
        return new Redrive(windows, outbox, clock);
    }

    @Produces
    @Singleton
    Acceptance acceptance(WindowStore windows, ReportStore reports, Clock clock) {
        return new Acceptance(windows, reports, clock);
    }
}
