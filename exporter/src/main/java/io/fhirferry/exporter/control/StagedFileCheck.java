package io.fhirferry.exporter.control;

import com.azure.storage.blob.models.BlobStorageException;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.staging.StorageFault;

/** Looks whether staged files are still those that the manifest lists. */
final class StagedFileCheck {

    private final StorageAccount importStorage;

    StagedFileCheck(StorageAccount importStorage) {
        this.importStorage = importStorage;
    }

    /** How a file stands. */
    sealed interface Standing {

        /** It is the one that the manifest lists, as far as anybody knows. */
        record Same() implements Standing {}

        /**
         * It was written since.
         *
         * @param etag of what is there now, without quotes
         */
        record Changed(String etag) implements Standing {}

        /** It is not there. */
        record Gone() implements Standing {}
    }

    /** Asks the import storage about a file. */
    Standing look(ManifestFile file) {
        try {
            String etag =
                    importStorage.blob(file.url()).getProperties().getETag().replace("\"", "");
            return file.etag().isEmpty() || file.etag().equals(etag) ? new Standing.Same() : new Standing.Changed(etag);
        } catch (BlobStorageException e) {
            if (StorageFault.of(e).isGone()) {
                return new Standing.Gone();
            }
            throw e;
        }
    }
}
