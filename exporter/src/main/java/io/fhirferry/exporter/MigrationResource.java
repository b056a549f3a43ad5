package io.fhirferry.exporter;

import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.window.Control;
import io.fhirferry.common.window.ControlStore;
import io.fhirferry.common.window.Hours;
import io.fhirferry.common.window.WindowStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;

/** Tells how the migration stands. */
@Path("/migration")
public class MigrationResource {

    private final WindowStore windows;
    private final FerryConfig.MigrationConfig config;
    private final ControlStore control;
    private final Hours hours;
    private final Clock clock;

    MigrationResource(WindowStore windows, FerryConfig config, ControlStore control, Hours hours, Clock clock) {
        this.windows = windows;
        this.config = config.migration();
        this.control = control;
        this.hours = hours;
        this.clock = clock;
    }

    /** The status, worked out from the table at each call. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public MigrationStatus status() {
        return MigrationStatus.of(
                windows.migration(),
                windows.cursor(),
                config.end(),
                windows.windows(),
                config.windowsInFlight(),
                work());
    }

    private String work() {
        Control now = control.read();
        return now.mayBegin() && !hours.contains(clock.instant())
                ? "outside-hours"
                : now.mode().key();
    }
}
