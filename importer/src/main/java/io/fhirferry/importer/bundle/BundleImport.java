package io.fhirferry.importer.bundle;

import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.fhir.BundleClient;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.fhir.Pause;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import java.time.Clock;

/**
 * Puts the import by bundles together from the configuration.
 *
 * @param config the whole of it
 * @param destination where bundles are sent
 * @param importStorage where the copied files lie
 * @param manifests lists them
 * @param reports the protected container
 * @param clock stamps waits
 */
public record BundleImport(
        FerryConfig config,
        FhirHttp destination,
        StorageAccount importStorage,
        ManifestStore manifests,
        ReportStore reports,
        Clock clock) {

    /** The stage. */
    public Stage stage() {
        BundleSettings settings = BundleSettings.of(config);
        Permits permits = new Permits(config.imports().maxRequests(), System::nanoTime);
        BundleClient client =
                new BundleClient(destination, config.imports().bundleLogic().orElse(""));
        BundleSender sender = new BundleSender(client, permits, Patience.standard(), Pause.real());
        LinesImport lines = new LinesImport(importStorage, reports, sender, ByteBudget.ofHeap(), settings);
        return new BundleStage(manifests, reports, lines, settings, clock);
    }
}
