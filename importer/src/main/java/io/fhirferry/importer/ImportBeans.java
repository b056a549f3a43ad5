package io.fhirferry.importer;

import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.fhir.ImportClient;
import io.fhirferry.common.fhir.ImportMode;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.fhir.WriteClient;
import io.fhirferry.common.service.Destination;
import io.fhirferry.common.service.ImportStorage;
import io.fhirferry.common.service.Replica;
import io.fhirferry.common.service.Source;
import io.fhirferry.common.service.StateNames;
import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.stage.PlanStore;
import io.fhirferry.common.stage.ReplicaStore;
import io.fhirferry.common.stage.SharedJobStore;
import io.fhirferry.common.stage.SliceStore;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.WindowStore;
import io.fhirferry.importer.altered.AlterationSettings;
import io.fhirferry.importer.bundle.BundleImport;
import io.fhirferry.importer.hapi.HapiImport;
import io.fhirferry.importer.instant.InstantSettings;
import io.fhirferry.importer.instant.MovedDates;
import io.fhirferry.importer.redrive.RedriveSettings;
import io.fhirferry.importer.redrive.RedriveStage;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Puts the import stage together from the configuration. */
@Singleton
public class ImportBeans {

    /** An Azure server takes the same payload for the same job, so this need not be longer than its answer may take. */
    private static final Duration START_AGAIN = Duration.ofSeconds(15);

    private final FerryConfig config;
    private final ImportSettings settings;

    ImportBeans(FerryConfig config, StateNames names) {
        this.config = config;
        this.settings = new ImportSettings(
                config.imports().errorContainer().orElse(names.errorContainer()),
                config.imports().load().equals("initial") ? ImportMode.INITIAL : ImportMode.INCREMENTAL,
                config.imports().allowNegativeVersions(),
                config.imports().eventualConsistency(),
                config.imports().unitBytes(),
                config.imports().etags(),
                config.copy().maxLineBytes());
    }

    @Produces
    @Singleton
    ImportJobs jobs(
            @Destination ImportClient imports,
            @Destination SearchClient search,
            @ImportStorage StorageAccount storage,
            SharedJobStore jobs,
            ManifestStore manifests,
            ReportStore reports,
            Clock clock) {
        Payloads payloads = new Payloads(Dialect.of(config.destination().dialect()), settings);
        JobPace pace =
                new JobPace(config.imports().pollInterval(), config.imports().timeout());
        return new ImportJobs(
                jobs,
                new JobSealer(jobs, manifests, reports, payloads, limits(config.imports()), clock),
                new SharedJobFollower(imports, jobs, precondition(search, reports), reports, pace, START_AGAIN, clock),
                new ResultReader(storage, new ErrorLogs(storage, reports), search, reports, settings),
                reports,
                pace,
                clock);
    }

    private Precondition precondition(SearchClient search, ReportStore reports) {
        return settings.mode() == ImportMode.INITIAL ? new EmptyDestination(search, reports) : Precondition.NONE;
    }

    private static JobLimits limits(FerryConfig.ImportConfig imports) {
        return new JobLimits(imports.maxJobs(), imports.maxFiles(), imports.maxBytes(), imports.linger());
    }

    @Produces
    @Singleton
    BundleImport bundles(
            @Source SearchClient source,
            @Destination FhirHttp destination,
            @ImportStorage StorageAccount storage,
            ManifestStore manifests,
            ReportStore reports,
            WindowStore windows,
            PlanStore plans,
            SliceStore slices,
            ReplicaStore replicas,
            Replica replica,
            Clock clock) {
        return new BundleImport(
                config,
                source,
                destination,
                storage,
                manifests,
                reports,
                windows,
                plans,
                slices,
                replicas,
                replica.name(),
                clock);
    }

    @Produces
    @Singleton
    HapiImport hapi(
            @Source SearchClient source,
            @Destination ImportClient imports,
            @Destination SearchClient search,
            @ImportStorage StorageAccount storage,
            ManifestStore manifests,
            ReportStore reports,
            JobStore jobs,
            WindowStore windows,
            Clock clock) {
        return new HapiImport(
                new HapiImport.Settings(
                        AlterationSettings.of(config),
                        config.imports().pollInterval(),
                        config.imports().timeout()),
                source,
                imports,
                search,
                storage,
                manifests,
                reports,
                jobs,
                windows,
                clock);
    }

    @Produces
    @Singleton
    Stage stage(
            BundleImport bundles,
            HapiImport hapi,
            ImportJobs jobs,
            @Destination WriteClient writes,
            @Destination SearchClient search,
            @ImportStorage StorageAccount storage,
            ManifestStore manifests,
            ReportStore reports,
            Clock clock) {
        Stage mode;
        if (config.imports().mode().equals("bundle")) {
            mode = bundles.stage();
        } else if (Dialect.of(config.destination().dialect()) == Dialect.HAPI) {
            mode = hapi.stage();
        } else {
            mode = dated(jobs, writes, search, storage, manifests, reports);
        }
        return RedriveStage.around(mode, manifests, reports, storage, redrive(), clock);
    }

    /** By the {@code $import} of servers that keep dates. */
    private Stage dated(
            ImportJobs jobs,
            WriteClient writes,
            SearchClient search,
            StorageAccount storage,
            ManifestStore manifests,
            ReportStore reports) {
        SearchParameters searchParameters =
                new SearchParameters(storage, writes, search, reports, settings.maxLineBytes());
        Stage mode = new ImportStage(
                manifests, jobs, searchParameters, reports, config.imports().maxFiles());
        return MovedDates.around(mode, manifests, reports, storage, instants());
    }

    private InstantSettings instants() {
        return new InstantSettings(
                InstantSettings.Policy.of(config.imports().sameInstants()), AlterationSettings.of(config));
    }

    private RedriveSettings redrive() {
        return new RedriveSettings(
                config.migration().id(),
                config.copy().blockBytes(),
                config.copy().maxLineBytes(),
                config.imports().lineRetries(),
                config.imports().lineRetryPause());
    }
}
