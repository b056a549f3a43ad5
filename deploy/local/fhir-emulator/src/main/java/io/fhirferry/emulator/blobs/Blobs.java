package io.fhirferry.emulator.blobs;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import io.fhirferry.emulator.config.EmulatorConfig;
import io.fhirferry.emulator.outcome.FhirFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/** The storage account of {@code emulator.storage}. */
@ApplicationScoped
public class Blobs {

    private static final int READ_BLOCK = 1024 * 1024;

    private final Optional<BlobServiceClient> service;

    Blobs(EmulatorConfig config) {
        this.service = config.storage().connectionString().map(connection -> new BlobServiceClientBuilder()
                .connectionString(connection)
                .buildClient());
    }

    /** Refuses an operation with 400 when there is no storage. */
    public void require(String operation) {
        if (service.isEmpty()) {
            throw FhirFailure.badRequest("The requested \"" + operation + "\" operation is not enabled.");
        }
    }

    /** Opens a blob for writing, and makes its container when that is not there. */
    public BlobWriter write(String container, String name) {
        BlobContainerClient client = service().getBlobContainerClient(container);
        client.createIfNotExists();
        return new BlobWriter(
                client.getBlobClient(name).getBlockBlobClient(), client.getBlobContainerUrl() + "/" + name);
    }

    /** Makes a container when it is not there. */
    public void createContainer(String container) {
        service().getBlobContainerClient(container).createIfNotExists();
    }

    /** Whether a URL names a blob of this account. */
    public boolean owns(URI url) {
        return url.toString().startsWith(service().getAccountUrl() + "/");
    }

    /** What is known of a blob without reading it. */
    public BlobFacts facts(URI url) {
        var properties = client(url).getProperties();
        return new BlobFacts(properties.getBlobSize(), properties.getETag().replace("\"", ""));
    }

    /** Reads a blob from a byte on. */
    public InputStream read(URI url, long offset) {
        return client(url)
                .openInputStream(new BlobInputStreamOptions()
                        .setRange(new BlobRange(offset))
                        .setBlockSize(READ_BLOCK));
    }

    private BlobClient client(URI url) {
        String path = URI.create(service().getAccountUrl()).relativize(url).getPath();
        int slash = path.indexOf('/');
        return service().getBlobContainerClient(path.substring(0, slash)).getBlobClient(path.substring(slash + 1));
    }

    private BlobServiceClient service() {
        return service.orElseThrow(() -> new IllegalStateException("emulator.storage.connection-string is not set"));
    }
}
