package io.fhirferry.importer;

import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.ImportClient;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.fhir.WriteClient;
import io.fhirferry.common.service.Destination;
import io.fhirferry.common.service.ImportStorage;
import io.fhirferry.common.service.StateNames;
import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.importer.redrive.RedriveSettings;
import io.fhirferry.importer.redrive.RedriveStage;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Puts the import stage together from the configuration. */
@Singleton
public class ImportBeans {

    private final FerryConfig config;
    private final ImportSettings settings;

    ImportBeans(FerryConfig config, StateNames names) {
        this.config = config;
        this.settings = new ImportSettings(
                config.imports().errorContainer().orElse(names.errorContainer()),
                config.imports().allowNegativeVersions(),
                config.copy().maxLineBytes());
    }

    @Produces
    @Singleton
    ImportJobs jobs(
            @Destination ImportClient imports,
            @Destination SearchClient search,
            @ImportStorage StorageAccount storage,
            JobStore jobs,
            ReportStore reports,
            Clock clock) {
        return new ImportJobs(
                imports,
                new Payloads(Dialect.of(config.destination().dialect()), settings),
                new ResultReader(storage, new ErrorLogs(storage), search, reports, settings.maxLineBytes()),
                jobs,
                reports,
                new JobPace(config.imports().pollInterval(), config.imports().timeout()),
                clock);
    }

    @Produces
    @Singleton
    Stage stage(
            ImportJobs jobs,
            @Destination WriteClient writes,
            @Destination SearchClient search,
            @ImportStorage StorageAccount storage,
            ManifestStore manifests,
            ReportStore reports,
            Clock clock) {
        SearchParameters searchParameters =
                new SearchParameters(storage, writes, search, reports, settings.maxLineBytes());
        Stage mode = new ImportStage(manifests, jobs, searchParameters, reports, ImportSlice.MOST_FILES);
        return RedriveStage.around(mode, manifests, reports, storage, redrive(), clock);
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
