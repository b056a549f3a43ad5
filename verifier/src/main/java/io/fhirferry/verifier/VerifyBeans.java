package io.fhirferry.verifier;

import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.ExportClient;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.service.Destination;
import io.fhirferry.common.service.ImportStorage;
import io.fhirferry.common.service.Source;
import io.fhirferry.common.service.StateNames;
import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.staging.FindingsStore;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.WindowStore;
import io.fhirferry.verifier.census.CensusServer;
import io.fhirferry.verifier.census.CensusStore;
import io.fhirferry.verifier.census.CensusVerification;
import io.fhirferry.verifier.compare.Comparison;
import io.fhirferry.verifier.report.NotChecked;
import io.fhirferry.verifier.report.ReportSettings;
import io.fhirferry.verifier.report.Reporter;
import io.fhirferry.verifier.server.FhirResources;
import io.fhirferry.verifier.server.FhirVersions;
import io.fhirferry.verifier.tile.BlobFiles;
import io.fhirferry.verifier.tile.DownloadedFiles;
import io.fhirferry.verifier.tile.FhirExports;
import io.fhirferry.verifier.tile.TileBuilder;
import io.fhirferry.verifier.tile.TileSettings;
import io.fhirferry.verifier.tile.TileVerification;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Puts stage and reporter together from the configuration. */
@Singleton
public class VerifyBeans {

    private final FerryConfig config;
    private final FerryConfig.MigrationConfig migration;
    private final VerifyWay way;

    VerifyBeans(FerryConfig config, @Destination FhirHttp destination) {
        this.config = config;
        this.migration = config.migration();
        VerifyWay plain = VerifyWay.of(
                config.verify().by(),
                destination.server().dialect(),
                config.imports().mode(),
                config.imports().load());
        this.way = config.imports().sameInstants().equals("nudge") ? plain.nudging() : plain;
    }

    @Produces
    @Singleton
    Stage stage(TileVerification tiles, CensusVerification census) {
        return new VerifyStage(tiles, census);
    }

    @Produces
    @Singleton
    TileVerification tiles(
            @Source SearchClient source,
            @Destination SearchClient destination,
            @Destination ExportClient exports,
            @Destination FhirHttp http,
            @ImportStorage StorageAccount storage,
            ManifestStore manifests,
            ReportStore reports,
            JobStore jobs,
            StateNames names,
            Clock clock) {
        TileBuilder tiles = new TileBuilder(
                manifests,
                new BlobFiles(storage),
                reports,
                new FhirVersions(source),
                new FhirResources(source),
                new FhirResources(destination),
                new TileSettings(
                        types(),
                        migration.history(),
                        Dialect.of(config.source().dialect()).exportsCurrentOnly(),
                        way.equivalence(),
                        config.copy().maxLineBytes(),
                        config.verify().maxFindings()));
        return way.byReading()
                ? tiles.byReading()
                : tiles.byExport(
                        new FhirExports(exports, types(), migration.history(), migration.deletes()),
                        new DownloadedFiles(storage, names.verifyContainer(), http),
                        names.verifyContainer(),
                        jobs,
                        new JobPace(
                                config.verify().pollInterval(), config.verify().timeout()),
                        clock);
    }

    @Produces
    @Singleton
    CensusVerification census(
            @Source SearchClient source, @Destination SearchClient destination, ReportStore reports, Clock clock) {
        return new CensusVerification(
                server(source),
                server(destination),
                new FindingsStore(reports),
                new CensusStore(reports),
                new Comparison(),
                new CensusVerification.Settings(
                        migration.start(),
                        types(),
                        way.equivalence(),
                        migration.deletes(),
                        config.verify().maxFindings()),
                clock);
    }

    @Produces
    @Singleton
    Reporter reporter(WindowStore windows, ReportStore reports, Clock clock) {
        return new Reporter(
                windows,
                reports,
                new FindingsStore(reports),
                new CensusStore(reports),
                new ReportSettings(
                        migration.end(),
                        migration.windowsInFlight(),
                        config.verify().maxFindings(),
                        config.verify().reportInterval(),
                        way.equivalence(),
                        NotChecked.sentences(
                                migration.start(), types(), migration.history(), migration.deletes(), way.byReading())),
                clock);
    }

    private static CensusServer server(SearchClient search) {
        return new CensusServer(new FhirVersions(search), new FhirResources(search));
    }

    private List<String> types() {
        return migration.types().orElse(List.of());
    }
}
