package io.fhirferry.common.config;

import io.fhirferry.common.config.FerryConfig.StateConfig;
import io.fhirferry.common.config.FerryConfig.StorageConfig;
import java.net.URI;

/** How one service of a storage account is reached. */
sealed interface StorageAccess {

    /** With the key or the shared access signature that the connection string holds. */
    record ByConnectionString(String connectionString) implements StorageAccess {

        /** Without the connection string, which is a secret. */
        @Override
        public String toString() {
            return "ByConnectionString";
        }
    }

    /** At this endpoint, with the managed identity. */
    record ByIdentity(URI endpoint) implements StorageAccess {}

    /** The blobs of the state. */
    static StorageAccess blobs(StateConfig state) {
        return state.connectionString()
                .<StorageAccess>map(ByConnectionString::new)
                .or(() -> state.blobEndpoint().map(ByIdentity::new))
                .orElseThrow(() -> neither("ferry.state.blob-endpoint"));
    }

    /** The queues of the state. */
    static StorageAccess queues(StateConfig state) {
        return state.connectionString()
                .<StorageAccess>map(ByConnectionString::new)
                .or(() -> state.queueEndpoint().map(ByIdentity::new))
                .orElseThrow(() -> neither("ferry.state.queue-endpoint"));
    }

    /** The tables of the state. */
    static StorageAccess tables(StateConfig state) {
        return state.connectionString()
                .<StorageAccess>map(ByConnectionString::new)
                .or(() -> state.tableEndpoint().map(ByIdentity::new))
                .orElseThrow(() -> neither("ferry.state.table-endpoint"));
    }

    /** The blobs of a storage that falls back to the state's account when it names none. */
    static StorageAccess blobs(StorageConfig storage, StateConfig state) {
        return storage.connectionString()
                .<StorageAccess>map(ByConnectionString::new)
                .or(() -> storage.blobEndpoint().map(ByIdentity::new))
                .orElseGet(() -> blobs(state));
    }

    private static IllegalStateException neither(String endpointKey) {
        return new IllegalStateException(
                "There is no storage account for the state: set ferry.state.connection-string or " + endpointKey);
    }
}
