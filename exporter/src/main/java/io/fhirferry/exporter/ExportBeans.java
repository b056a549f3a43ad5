package io.fhirferry.exporter;

import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.fhir.ExportClient;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.service.Replica;
import io.fhirferry.common.service.Source;
import io.fhirferry.common.service.StateNames;
import io.fhirferry.common.stage.Gate;
import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.stage.Outbox;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.Sweep;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.WindowStore;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Puts planner and stage together from the configuration. */
@Singleton
public class ExportBeans {

    /** While a source in use is followed, no shorter window is planned unless the lag is longer. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final FerryConfig config;
    private final FerryConfig.MigrationConfig migration;

    ExportBeans(FerryConfig config) {
        this.config = config;
        this.migration = config.migration();
    }

    @Produces
    @Singleton
    SourceView counts(@Source SearchClient search) {
        return new SourceCounts(search, types(), migration.history(), migration.deletes());
    }

    @Produces
    @Singleton
    Planner planner(
            WindowStore windows,
            SourceView source,
            Outbox outbox,
            Sweep sweep,
            Gate gate,
            Replica replica,
            Clock clock) {
        Duration shortest = migration.lag().compareTo(SHORTEST) > 0 ? migration.lag() : SHORTEST;
        return new Planner(
                windows,
                source,
                new WindowPlan(migration.window(), migration.targetResources(), shortest),
                outbox,
                sweep,
                gate,
                new PlannerSettings(
                        migration.start(),
                        migration.end(),
                        migration.lag(),
                        migration.windowsInFlight(),
                        replica.name()),
                clock);
    }

    @Produces
    @Singleton
    Stage stage(
            @Source ExportClient source,
            SourceView counts,
            JobStore jobs,
            ManifestStore manifests,
            ReportStore reports,
            StateNames names,
            Clock clock) {
        FerryConfig.ExportConfig export = config.export();
        ExportSettings settings = new ExportSettings(
                types(),
                migration.history(),
                migration.deletes(),
                config.exportStorage().container().orElse(names.exportContainer()),
                export.maxCount());
        return new ExportStage(
                source,
                settings,
                new ExportedFiles(source, counts, manifests),
                jobs,
                reports,
                new JobPace(export.pollInterval(), export.timeout()),
                clock);
    }

    private List<String> types() {
        return migration.types().orElse(List.of());
    }
}
