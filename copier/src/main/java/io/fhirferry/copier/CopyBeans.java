package io.fhirferry.copier;

import io.fhirferry.common.config.FerryConfig;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.service.ExportStorage;
import io.fhirferry.common.service.ImportStorage;
import io.fhirferry.common.service.Source;
import io.fhirferry.common.service.StateNames;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.StorageAccount;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the copy stage together from the configuration. */
@Singleton
public class CopyBeans {

    @Produces
    @Singleton
    Stage stage(
            FerryConfig config,
            StateNames names,
            ManifestStore manifests,
            @ExportStorage StorageAccount exportStorage,
            @ImportStorage StorageAccount importStorage,
            @Source FhirHttp source) {
        String container = config.importStorage().container().orElse(names.importContainer());
        CopySettings settings = CopySettings.of(config);
        return new CopyStage(
                settings,
                manifests,
                new SourceFiles(exportStorage, new FhirFiles(source), settings.blockBytes()),
                importStorage.blobs().getBlobContainerClient(container));
    }
}
