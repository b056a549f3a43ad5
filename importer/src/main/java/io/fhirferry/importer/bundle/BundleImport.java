package io.fhirferry.importer.bundle;

import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.fhir.BundleClient;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.fhir.Pause;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.ndjson.References;
import io.fhirferry.common.stage.PlanStore;
import io.fhirferry.common.stage.ReplicaStore;
import io.fhirferry.common.stage.SliceStore;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.WindowStore;
import io.fhirferry.importer.altered.AlterationSettings;
import io.fhirferry.importer.altered.AlteredFilesStage;
import io.fhirferry.importer.order.RepairedFiles;
import io.fhirferry.importer.order.SourceNow;
import io.fhirferry.importer.reference.RelativeReferences;
import java.time.Clock;
import java.util.function.UnaryOperator;

/**
 * Puts the import by bundles together from the configuration.
 *
 * @param config the whole of it
 * @param source is asked for what is current before something is written out of order
 * @param destination where bundles are sent
 * @param importStorage where the copied files lie
 * @param manifests lists them
 * @param reports the protected container
 * @param windows of the migration
 * @param plans of the stage
 * @param slices that are done
 * @param replicas that share the destination
 * @param replica names this one
 * @param clock stamps waits
 */
public record BundleImport(
        FerryConfig config,
        SearchClient source,
        FhirHttp destination,
        StorageAccount importStorage,
        ManifestStore manifests,
        ReportStore reports,
        WindowStore windows,
        PlanStore plans,
        SliceStore slices,
        ReplicaStore replicas,
        String replica,
        Clock clock) {

    /** The stage. */
    public Stage stage() {
        References references = new References(config.source().url().toString());
        boolean relative = config.imports().sourceReferences().equals("relative");
        UnaryOperator<byte[]> sent = relative
                ? bytes -> references.relative(bytes, 0, bytes.length).orElse(bytes)
                : UnaryOperator.identity();
        Stage stage = stage(references, outOfOrder(sent));
        return relative
                ? new AlteredFilesStage(
                        stage,
                        new RelativeReferences(references, reports),
                        manifests,
                        reports,
                        importStorage,
                        AlterationSettings.of(config))
                : stage;
    }

    private BundleStage stage(References references, OutOfOrder outOfOrder) {
        BundleSettings settings = BundleSettings.of(config);
        Share share = new Share(replicas, replica, config.imports().maxRequests(), System::nanoTime);
        Permits permits = new Permits(share, System::nanoTime);
        BundleClient client =
                new BundleClient(destination, config.imports().bundleLogic().orElse(""));
        BundleSender sender = new BundleSender(client, permits, Patience.standard(), Pause.real());
        ByteBudget budget = ByteBudget.ofHeap();
        Layers layers = new Layers(plans, slices);
        return new BundleStage(
                manifests,
                reports,
                new WindowOrder(windows, plans, slices),
                layers,
                new LinesImport(
                        importStorage,
                        reports,
                        new Stock(permits, System::nanoTime),
                        share::longestWait,
                        sender,
                        budget,
                        references,
                        settings),
                new DeferredImport(
                        importStorage,
                        reports,
                        layers,
                        new Outlook(
                                windows,
                                config.migration().end(),
                                config.migration().lag(),
                                Outlook.MOST_WAITING,
                                clock),
                        new SettingAside(windows, clock),
                        sender,
                        budget,
                        outOfOrder,
                        settings,
                        clock),
                outOfOrder,
                settings,
                clock);
    }

    private OutOfOrder outOfOrder(UnaryOperator<byte[]> sent) {
        SourceNow now = new SourceNow(source);
        BundleKind kind = BundleKind.of(config.imports().bundleType());
        return new OutOfOrder(
                new SourceContent(now, kind, sent, false),
                new SourceContent(now, kind, sent, true),
                new RepairedFiles(reports));
    }
}
