package io.fhirferry.emulator.jobs;

import io.fhirferry.emulator.config.EmulatorConfig;
import io.fhirferry.emulator.config.Profile;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers for jobs: small ones in a row from SQL, long ones with the time inside from Cosmos. */
@ApplicationScoped
public class JobIds {

    private static final long COSMOS_STEP = 1_000_000;

    private final EmulatorConfig config;
    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    JobIds(EmulatorConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** A number that no job had. */
    public long next() {
        long least = config.profile() == Profile.API_FOR_FHIR ? clock.millis() * COSMOS_STEP : 1;
        return last.updateAndGet(previous -> Math.max(previous + 1, least));
    }
}
