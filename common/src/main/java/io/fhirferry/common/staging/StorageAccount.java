package io.fhirferry.common.staging;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobUrlParts;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.net.URI;

/**
 * The blobs of one storage account, reached with the credentials that were configured for exactly this account.
 */
public final class StorageAccount {

    private final BlobServiceClient blobs;

    /** An account behind this client. */
    public StorageAccount(BlobServiceClient blobs) {
        this.blobs = blobs;
    }

    /** The client, for containers and listings. */
    public BlobServiceClient blobs() {
        return blobs;
    }

    /**
     * Whether a URL points into this account; only then may its credentials be used for it.
     *
     * @param url absolute, such as a manifest gives
     */
    public boolean owns(URI url) {
        URI account = URI.create(blobs.getAccountUrl());
        return account.getScheme().equalsIgnoreCase(url.getScheme())
                && account.getAuthority().equalsIgnoreCase(url.getAuthority())
                && url.getPath().startsWith(withSlash(account.getPath()));
    }

    /**
     * The blob behind a URL of this account.
     *
     * @throws IllegalArgumentException when the URL points elsewhere
     */
    public BlobClient blob(URI url) {
        if (!owns(url)) {
            throw new IllegalArgumentException("The file lies at " + url.getScheme() + "://" + url.getAuthority()
                    + ", but this storage is " + blobs.getAccountUrl()
                    + "; no credentials are sent there. Set ferry.export-storage or ferry.import-storage to the account"
                    + " that the server uses");
        }
        BlobUrlParts parts = BlobUrlParts.parse(url.toString());
        return blobs.getBlobContainerClient(parts.getBlobContainerName()).getBlobClient(parts.getBlobName());
    }

    /** A blob of this account by its names. */
    public BlockBlobClient blob(String container, String name) {
        return blobs.getBlobContainerClient(container).getBlobClient(name).getBlockBlobClient();
    }

    /**
     * The condition that a blob is a certain version, as HTTP writes it.
     *
     * @param etag without quotes, as manifests have it; empty for whatever is there
     */
    public static BlobRequestConditions exactly(String etag) {
        BlobRequestConditions conditions = new BlobRequestConditions();
        return etag.isEmpty() ? conditions : conditions.setIfMatch('"' + etag + '"');
    }

    private static String withSlash(String path) {
        return path.endsWith("/") ? path : path + "/";
    }
}
