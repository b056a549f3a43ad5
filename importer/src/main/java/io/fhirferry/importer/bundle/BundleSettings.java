package io.fhirferry.importer.bundle;

import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.fhir.Dialect;
import java.time.Duration;

/**
 * What the import by bundles has to know of the configuration.
 *
 * @param kind {@code ferry.import.bundle-type}
 * @param mostEntries {@code ferry.import.bundle-entries}
 * @param mostBytes {@code ferry.import.bundle-bytes}
 * @param sliceBytes {@code ferry.import.slice-bytes}
 * @param maxLineBytes {@code ferry.copy.max-line-bytes}, since what was copied is read again here
 * @param requestTimeout {@code ferry.import.request-timeout}
 * @param timeout {@code ferry.import.timeout}: how long the destination may take nothing before the window fails
 * @param enforcedReferences {@code ferry.import.enforced-references}
 */
record BundleSettings(
        BundleKind kind,
        int mostEntries,
        int mostBytes,
        int sliceBytes,
        int maxLineBytes,
        Duration requestTimeout,
        Duration timeout,
        boolean enforcedReferences) {

    /** What Azure API for FHIR takes; Azure Health Data Services take more, and cannot be told from it. */
    private static final int AZURE_BYTES = 2_000_000;

    private static final int OTHER_BYTES = 8_000_000;

    static BundleSettings of(FerryConfig config) {
        FerryConfig.ImportConfig imports = config.imports();
        boolean azure = Dialect.of(config.destination().dialect()) == Dialect.AZURE;
        return new BundleSettings(
                BundleKind.of(imports.bundleType()),
                imports.bundleEntries(),
                imports.bundleBytes().orElse(azure ? AZURE_BYTES : OTHER_BYTES),
                imports.sliceBytes(),
                config.copy().maxLineBytes(),
                imports.requestTimeout(),
                imports.timeout(),
                imports.enforcedReferences().orElse(!azure));
    }
}
