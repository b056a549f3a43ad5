package io.fhirferry.exporter.control;

import io.fhirferry.common.fhir.ExportClient;
import io.fhirferry.common.fhir.ImportClient;
import io.fhirferry.common.fhir.Pause;
import io.fhirferry.common.service.Destination;
import io.fhirferry.common.service.ImportStorage;
import io.fhirferry.common.service.Source;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.stage.Outbox;
import io.fhirferry.common.stage.SharedJobStore;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.QuarantineStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.ControlStore;
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
    QuarantineList quarantine(ManifestStore manifests, ReportStore reports) {
        return new QuarantineList(manifests, new QuarantineStore(reports));
    }

    @Produces
    @Singleton
    LinesRedrive linesRedrive(
            WindowStore windows,
            ManifestStore manifests,
            QuarantineList quarantine,
            @ImportStorage StorageAccount importStorage,
            Outbox outbox,
            Clock clock) {
        return new LinesRedrive(windows, manifests, quarantine, new StagedFileCheck(importStorage), outbox, clock);
    }

    @Produces
    @Singleton
    Acceptance acceptance(WindowStore windows, ReportStore reports, Clock clock) {
        return new Acceptance(windows, reports, clock);
    }

    @Produces
    @Singleton
    Brake brake(
            ControlStore control,
            WindowStore windows,
            JobStore jobs,
            SharedJobStore sharedJobs,
            @Source ExportClient source,
            @Destination ImportClient imports,
            @Destination ExportClient destination,
            Outbox outbox,
            Clock clock) {
        ServerJobs servers = new FhirServerJobs(source, imports, destination);
        Halt halt = new Halt(windows, jobs, new SharedImports(sharedJobs, servers), servers, outbox, clock);
        return new Brake(control, halt, Pause.real(), clock);
    }
}
