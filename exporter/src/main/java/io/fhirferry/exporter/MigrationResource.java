package io.fhirferry.exporter;

import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.window.WindowStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Tells how the migration stands. */
@Path("/migration")
public class MigrationResource {

    private final WindowStore windows;
    private final FerryConfig.MigrationConfig config;

    MigrationResource(WindowStore windows, FerryConfig config) {
        this.windows = windows;
        this.config = config.migration();
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
                windows.windows().toList(),
                config.windowsInFlight());
    }
}
