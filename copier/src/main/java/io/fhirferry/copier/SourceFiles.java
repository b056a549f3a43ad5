package io.fhirferry.copier;

import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ConsistentReadControl;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.staging.StorageFault;

/**
 * Opens the files of an export: in the export storage with its credentials, everything else by HTTP, where the source's
 * credential goes to the source's own origin only.
 */
final class SourceFiles {

    private final StorageAccount exportStorage;
    private final HttpFiles http;
    private final int rangeBytes;

    /**
     * Creates the opener.
     *
     * @param http for files that lie outside of the export storage
     * @param rangeBytes how much of a blob is asked for at a time, and held in memory
     */
    SourceFiles(StorageAccount exportStorage, HttpFiles http, int rangeBytes) {
        this.exportStorage = exportStorage;
        this.http = http;
        this.rangeBytes = rangeBytes;
    }

    /**
     * Opens a file at its beginning.
     *
     * @throws RuntimeException for passing faults
     */
    Opened open(ManifestFile file) {
        return exportStorage.owns(file.url()) ? openBlob(file) : http.open(file.url());
    }

    /** The version found now is asked for in every range: a file that changes underneath fails to be read. */
    private Opened openBlob(ManifestFile file) {
        BlobInputStreamOptions options = new BlobInputStreamOptions()
                .setBlockSize(rangeBytes)
                .setConsistentReadControl(ConsistentReadControl.ETAG);
        try {
            return new Opened.Stream(exportStorage.blob(file.url()).openInputStream(options, Context.NONE));
        } catch (BlobStorageException e) {
            StorageFault fault = StorageFault.of(e);
            if (fault.isGone()) {
                return new Opened.Gone(
                        "a " + file.type() + " file is not in the export storage any more (" + fault + ")");
            }
            if (fault.isForbidden()) {
                return new Opened.Refused("the export storage does not let a " + file.type() + " file be read (" + fault
                        + "); give the identity the role Storage Blob Data Reader, or check ferry.export-storage");
            }
            throw e;
        }
    }
}
