package io.fhirferry.emulator.export;

import io.fhirferry.emulator.config.EmulatorConfig;
import io.fhirferry.emulator.outcome.FhirFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** What a poll of an export is answered. */
@ApplicationScoped
public class ExportStatus {

    private final ExportJobs jobs;
    private final EmulatorConfig config;
    private final Clock clock;

    ExportStatus(ExportJobs jobs, EmulatorConfig config, Clock clock) {
        this.jobs = jobs;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The manifest, or empty while the job runs or ended less than the completion delay ago.
     *
     * @throws FhirFailure 404 for an unknown or cancelled job, else what made it fail
     */
    public Optional<byte[]> manifest(String id) {
        ExportJob job = jobs.find(id);
        return switch (job.state()) {
            case ExportState.Running running -> Optional.empty();
            case ExportState.Completed done ->
                done.at().plus(config.completionDelay()).isAfter(clock.instant())
                        ? Optional.empty()
                        : Optional.of(ExportManifest.of(job, done.files()));
            case ExportState.Failed failed ->
                throw FhirFailure.of(
                        failed.failure().status(),
                        "export operation failed for reason: "
                                + failed.failure().reason());
            case ExportState.Cancelled cancelled -> throw FhirFailure.notFound("The export job");
        };
    }
}
