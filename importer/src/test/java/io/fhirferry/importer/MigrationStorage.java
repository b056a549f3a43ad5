package io.fhirferry.importer;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.local.azurite.Azurite;
import java.util.UUID;

/**
 * The containers of a migration that no other test knows, in Azurite.
 *
 * @param migration its id
 * @param account where they are
 * @param staging the copied files
 * @param report the protected container
 * @param manifests in the container for state
 * @param reports in the protected container
 */
public record MigrationStorage(
        String migration,
        StorageAccount account,
        BlobContainerClient staging,
        BlobContainerClient report,
        ManifestStore manifests,
        ReportStore reports) {

    /** Of a new migration. */
    public static MigrationStorage fresh() {
        String migration = "m-" + UUID.randomUUID().toString().substring(0, 8);
        BlobServiceClient blobs = new BlobServiceClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .buildClient();
        BlobContainerClient report = blobs.createBlobContainerIfNotExists(migration + "-report");
        return new MigrationStorage(
                migration,
                new StorageAccount(blobs),
                blobs.createBlobContainerIfNotExists(migration + "-staging"),
                report,
                new ManifestStore(blobs.createBlobContainerIfNotExists(migration + "-state"), migration),
                new ReportStore(report, migration));
    }
}
