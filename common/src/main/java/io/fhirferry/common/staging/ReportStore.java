package io.fhirferry.common.staging;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The protected container: reports, findings, quarantined lines and servers' own words, which may all name patients.
 * Everything else keeps references to what lies here.
 */
public final class ReportStore {

    private final BlobContainerClient container;
    private final JsonBlobs blobs;
    private final String migration;

    /**
     * A store in an existing container.
     *
     * @param migration begins every blob's name
     */
    public ReportStore(BlobContainerClient container, String migration) {
        this.container = container;
        this.blobs = new JsonBlobs(container);
        this.migration = migration;
    }

    /**
     * Writes a JSON document, over an older one of the same name.
     *
     * @param name below the migration's folder, such as {@code report.json}
     * @return the blob's whole name
     */
    public String write(String name, Object document) {
        blobs.write(path(name), document);
        return path(name);
    }

    /**
     * Writes a JSON document unless there is one of this name.
     *
     * @param name below the migration's folder
     * @return whether it was written
     */
    public boolean writeOnce(String name, Object document) {
        return blobs.writeOnce(path(name), document);
    }

    /**
     * Keeps bytes as they are, such as a server's own words about a failure.
     *
     * @return the blob's whole name
     */
    public String writeRaw(String name, byte[] content) {
        container.getBlobClient(path(name)).upload(BinaryData.fromBytes(content), true);
        return path(name);
    }

    /** Reads a JSON document by its name below the migration's folder. */
    public <T> Optional<T> read(String name, Class<T> type) {
        return blobs.read(path(name), type);
    }

    /** Reads a JSON document by the whole name that {@link #write} returned. */
    public <T> Optional<T> readWhole(String wholeName, Class<T> type) {
        return blobs.read(wholeName, type);
    }

    /**
     * Removes blobs; what is gone already is no fault.
     *
     * @param prefix of their names below the migration's folder
     * @param unneeded chooses among their whole names
     */
    public void remove(String prefix, Predicate<String> unneeded) {
        for (BlobItem item : container.listBlobs(new ListBlobsOptions().setPrefix(path(prefix)), null)) {
            if (unneeded.test(item.getName())) {
                container.getBlobClient(item.getName()).deleteIfExists();
            }
        }
    }

    /** The container, for larger files. */
    public BlobContainerClient container() {
        return container;
    }

    /** The whole name of a blob of this migration. */
    public String path(String name) {
        return migration + "/" + name;
    }
}
