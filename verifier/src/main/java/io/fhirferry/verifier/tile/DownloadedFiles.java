package io.fhirferry.verifier.tile;

import com.azure.storage.blob.models.BlobStorageException;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.staging.StorageAccount;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Exported files in the import storage, where the destination writes them, or else at the destination itself. */
public final class DownloadedFiles implements ExportedFiles {

    private final StorageAccount storage;
    private final Files blobs;
    private final String container;
    private final FhirHttp destination;

    /**
     * Files of the destination's exports.
     *
     * @param container the one that is for nothing else, so that files in it may be deleted
     */
    public DownloadedFiles(StorageAccount storage, String container, FhirHttp destination) {
        this.storage = storage;
        this.blobs = new BlobFiles(storage);
        this.container = container;
        this.destination = destination;
    }

    @Override
    public InputStream open(ExportedFile file) throws IOException {
        return storage.owns(file.url())
                ? blobs.open(file.url(), "")
                : destination.download(file.url(), file.needsToken());
    }

    @Override
    public int delete(List<ExportedFile> files) {
        int failed = 0;
        for (ExportedFile file : files) {
            if (storage.owns(file.url())) {
                var blob = storage.blob(file.url());
                if (blob.getContainerName().equals(container)) {
                    try {
                        blob.deleteIfExists();
                    } catch (BlobStorageException e) {
                        failed++;
                    }
                }
            }
        }
        return failed;
    }
}
