package io.fhirferry.emulator.support;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/** The storage account beside the emulator, as a client of it sees it. */
public final class BlobFiles {

    private final BlobServiceClient service;

    /** Of the account that a connection string names. */
    public BlobFiles(String connectionString) {
        this.service = new BlobServiceClientBuilder()
                .connectionString(connectionString)
                .buildClient();
    }

    /** Writes a new blob; says its URL. */
    public String upload(String text) {
        BlobContainerClient container = service.getBlobContainerClient("inputs");
        container.createIfNotExists();
        BlobClient blob = container.getBlobClient(UUID.randomUUID() + ".ndjson");
        blob.upload(BinaryData.fromString(text));
        return blob.getBlobUrl();
    }

    /** The ETag of a blob, as the SDK shows it. */
    public String etag(String url) {
        return blob(url).getProperties().getETag();
    }

    /** The whole text of a blob. */
    public String text(String url) {
        return blob(url).downloadContent().toString();
    }

    /** The lines of a blob. */
    public List<String> lines(String url) {
        return text(url).lines().toList();
    }

    /** The names of all blobs in a container. */
    public List<String> names(String container) {
        return service.getBlobContainerClient(container).listBlobs().stream()
                .map(item -> item.getName())
                .toList();
    }

    /** A URL in the same account. */
    public String url(String path) {
        return service.getAccountUrl() + "/" + path;
    }

    private BlobClient blob(String url) {
        String path =
                URI.create(url).toString().substring(service.getAccountUrl().length() + 1);
        int slash = path.indexOf('/');
        return service.getBlobContainerClient(path.substring(0, slash)).getBlobClient(path.substring(slash + 1));
    }
}
