package io.fhirferry.common.staging;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Small JSON documents as blobs of one container. */
final class JsonBlobs {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final BlobContainerClient container;

    JsonBlobs(BlobContainerClient container) {
        this.container = container;
    }

    /** Writes the document, over whatever is there. */
    void write(String name, Object document) {
        container.getBlobClient(name).upload(data(document), true);
    }

    /** Writes the document unless there is one; returns whether it was written. */
    boolean writeOnce(String name, Object document) {
        try {
            container
                    .getBlobClient(name)
                    .uploadWithResponse(
                            new BlobParallelUploadOptions(data(document))
                                    .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*")),
                            null,
                            Context.NONE);
            return true;
        } catch (BlobStorageException e) {
            if (e.getStatusCode() == CONFLICT || e.getStatusCode() == PRECONDITION_FAILED) {
                return false;
            }
            throw e;
        }
    }

    <T> Optional<T> read(String name, Class<T> type) {
        try {
            return Optional.of(MAPPER.readValue(
                    container.getBlobClient(name).downloadContent().toBytes(), type));
        } catch (BlobStorageException e) {
            if (e.getStatusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Blob " + container.getBlobContainerName() + "/" + name + " is not the document it should be", e);
        }
    }

    private static BinaryData data(Object document) {
        try {
            return BinaryData.fromBytes(MAPPER.writeValueAsBytes(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A document of fhir-ferry cannot be written as JSON", e);
        }
    }
}
