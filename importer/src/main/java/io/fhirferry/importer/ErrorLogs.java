package io.fhirferry.importer;

import com.azure.storage.blob.models.BlobStorageException;
import io.fhirferry.common.fhir.ImportErrorLog;
import io.fhirferry.common.fhir.ImportResult;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.staging.StorageFault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

/** Reads the logs in which the destination says what it rejected. */
final class ErrorLogs {

    private final StorageAccount importStorage;

    ErrorLogs(StorageAccount importStorage) {
        this.importStorage = importStorage;
    }

    /**
     * Reads all logs of one file.
     *
     * @param rejected the result's entries for this file; several may name one log
     * @throws UnreadableResultException when a log cannot be read until something is changed, or is not there
     * @throws IOException for passing faults
     */
    FileErrors read(List<ImportResult.Rejected> rejected) throws IOException {
        FileErrors errors = new FileErrors();
        for (URI log :
                rejected.stream().map(ImportResult.Rejected::url).distinct().toList()) {
            if (!importStorage.owns(log)) {
                throw new UnreadableResultException(
                        "an error log of the import lies outside of the import storage; set ferry.import-storage to the"
                                + " storage account that is configured at the destination",
                        false);
            }
            try (InputStream in = importStorage.blob(log).openInputStream()) {
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
