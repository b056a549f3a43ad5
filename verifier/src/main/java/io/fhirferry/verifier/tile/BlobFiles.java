package io.fhirferry.verifier.tile;

import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.verifier.compare.SideFaultException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/**
 * Files in the import storage. Memory is one block for each open file.
 *
 * <p>Nothing of a blob's name or of the service's answer gets into a message but the status.
 */
public final class BlobFiles implements Files {

    /** Large enough for few requests, small enough for several files at once. */
    private static final int BLOCK = 1 << 20;

    private static final int PRECONDITION_FAILED = 412;

    private final StorageAccount storage;

    /** Files of this account. */
    public BlobFiles(StorageAccount storage) {
        this.storage = storage;
    }

    @Override
    public InputStream open(URI url, String etag) throws IOException {
        try {
            return storage.blob(url).openInputStream(version(etag).setBlockSize(BLOCK));
        } catch (BlobStorageException e) {
            throw refused(e);
        }
    }

    @Override
    public byte[] read(URI url, String etag, long offset, int length) throws IOException {
        BlobInputStreamOptions part =
                version(etag).setBlockSize(Math.max(1, length)).setRange(new BlobRange(offset, (long) length));
        try (InputStream in = storage.blob(url).openInputStream(part)) {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length != length) {
                throw new IOException("A file of the window ends before its line does; it was replaced meanwhile");
            }
            return bytes;
        } catch (BlobStorageException e) {
            throw refused(e);
        }
    }

    private static BlobInputStreamOptions version(String etag) {
        return new BlobInputStreamOptions().setRequestConditions(StorageAccount.exactly(etag));
    }

    private static IOException refused(BlobStorageException e) {
        if (e.getStatusCode() == PRECONDITION_FAILED) {
            throw new SideFaultException(
                    "A staged file of the window is not the one that was imported (status 412): if rejected lines were"
                            + " corrected in it, drive the lines again and say that they are repaired; otherwise drive"
                            + " the window again from its export",
                    false);
        }
        return new IOException("The import storage refused a file: status " + e.getStatusCode(), e);
    }
}
