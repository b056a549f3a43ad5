package io.fhirferry.importer;

import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.fhirferry.common.fhir.ImportErrorLog;
import io.fhirferry.common.fhir.ImportResult;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.staging.StorageFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;

/** Reads the logs in which the destination says what it rejected, and keeps them in the protected container. */
final class ErrorLogs {

    private final StorageAccount importStorage;
    private final ReportStore reports;

    ErrorLogs(StorageAccount importStorage, ReportStore reports) {
        this.importStorage = importStorage;
        this.reports = reports;
    }

    /**
     * Reads all logs of one file, and keeps them: they are the destination's own words, and it may remove them.
     *
     * @param words where they are kept
     * @param rejected the result's entries for this file; several may name one log
     * @throws UnreadableResultException when a log cannot be read until something is changed, or is not there
     * @throws IOException for passing faults
     */
    FileErrors read(Words words, List<ImportResult.Rejected> rejected) throws IOException {
        FileErrors errors = new FileErrors();
        for (URI log :
                rejected.stream().map(ImportResult.Rejected::url).distinct().toList()) {
            if (!importStorage.owns(log)) {
                throw new UnreadableResultException(
                        "an error log of the import lies outside of the import storage; set ferry.import-storage to the"
                                + " storage account that is configured at the destination",
                        false);
            }
            BlockBlobClient kept = reports.container()
                    .getBlobClient(words.blob(log.toString()))
                    .getBlockBlobClient();
            try (OutputStream copy = kept.getBlobOutputStream(true);
                    InputStream in = new CopyingStream(importStorage.blob(log).openInputStream(), copy)) {
                ImportErrorLog.read(in, error -> errors.add(error, log.toString()));
            } catch (BlobStorageException e) {
                throw unreadable(StorageFault.of(e), e);
            }
        }
        return errors;
    }

    private static RuntimeException unreadable(StorageFault fault, BlobStorageException e) {
        if (fault.isForbidden()) {
            return new UnreadableResultException(
                    "the import storage does not let an error log be read (" + fault
                            + "); give the identity the role Storage Blob Data Reader, or check ferry.import-storage",
                    false);
        }
        return fault.isGone()
                ? new UnreadableResultException("an error log of the import is not there (" + fault + ")", true)
                : e;
    }
}
