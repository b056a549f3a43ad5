package io.fhirferry.common.config;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import io.fhirferry.common.config.FerryConfig.StateConfig;
import io.fhirferry.common.config.StorageAccess.ByConnectionString;
import io.fhirferry.common.config.StorageAccess.ByIdentity;
import io.fhirferry.common.window.TransactionTags;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Builds the clients of the Azure SDK from the configuration: with the connection string, or at an endpoint with the
 * managed identity ({@code AZURE_CLIENT_ID} chooses one of several).
 *
 * <p>All clients of one builder share the JDK's HTTP client and give up a request after 3 tries of 30 seconds each. Building one sends
 * nothing. The methods throw {@link IllegalStateException} when the configuration names no account, and
 * {@link IllegalArgumentException} when a connection string is malformed; the check before a service starts reports both.
 */
public final class StorageClients {

    private final StorageOptions options;
    private final StorageTransactions transactions;

    /** Made by the first client, because a native image must not hold its threads. */
    private final AtomicReference<HttpClient> http = new AtomicReference<>();

    StorageClients(StorageOptions options, StorageTransactions transactions) {
        this.options = options;
        this.transactions = transactions;
    }

    /** Builds the clients that a stage works with; all their requests are counted. */
    public static StorageClients forWork(StorageTransactions transactions) {
        return new StorageClients(StorageOptions.WORK, transactions);
    }

    /** The blobs of fhir-ferry's own state: plans, manifests, reports. */
    public BlobServiceClient blobs(StateConfig state) {
        return blobs(StorageAccess.blobs(state));
    }

    /** The queues between the stages. */
    public QueueServiceClient queues(StateConfig state) {
        return queues(StorageAccess.queues(state));
    }

    /** The tables with windows, events, slices and jobs. */
    public TableServiceClient tables(StateConfig state) {
        return tables(StorageAccess.tables(state));
    }

    /** The blobs that the source exports; the state's account when {@code ferry.export-storage} names none. */
    public BlobServiceClient exportBlobs(FerryConfig config) {
        return blobs(StorageAccess.blobs(config.exportStorage(), config.state()));
    }

    /** The blobs that the destination imports; the state's account when {@code ferry.import-storage} names none. */
    public BlobServiceClient importBlobs(FerryConfig config) {
        return blobs(StorageAccess.blobs(config.importStorage(), config.state()));
    }

    BlobServiceClient blobs(StorageAccess access) {
        BlobServiceClientBuilder builder = new BlobServiceClientBuilder()
                .httpClient(http())
                .retryOptions(options.forStorage())
                .addPolicy(transactions.policy(StorageService.BLOB));
        return switch (access) {
            case ByConnectionString(String connectionString) ->
                builder.connectionString(connectionString).buildClient();
            case ByIdentity(var endpoint) ->
                builder.endpoint(endpoint.toString()).credential(identity()).buildClient();
        };
    }

    QueueServiceClient queues(StorageAccess access) {
        QueueServiceClientBuilder builder = new QueueServiceClientBuilder()
                .httpClient(http())
                .retryOptions(options.forStorage())
                .addPolicy(transactions.policy(StorageService.QUEUE));
        return switch (access) {
            case ByConnectionString(String connectionString) ->
                builder.connectionString(connectionString).buildClient();
            case ByIdentity(var endpoint) ->
                builder.endpoint(endpoint.toString()).credential(identity()).buildClient();
        };
    }

    TableServiceClient tables(StorageAccess access) {
        TableServiceClientBuilder builder = new TableServiceClientBuilder()
                .httpClient(http())
                .retryOptions(options.forTables())
                .addPolicy(transactions.policy(StorageService.TABLE))
                .addPolicy(new TransactionTags())
                .addPolicy(new TableErrors());
        return switch (access) {
            case ByConnectionString(String connectionString) ->
                builder.connectionString(connectionString).buildClient();
            case ByIdentity(var endpoint) ->
                builder.endpoint(endpoint.toString()).credential(identity()).buildClient();
        };
    }

    private TokenCredential identity() {
        return new DefaultAzureCredentialBuilder().httpClient(http()).build();
    }

    private HttpClient http() {
        return http.updateAndGet(made -> made == null ? newHttp() : made);
    }

    private HttpClient newHttp() {
        return new JdkHttpClientBuilder()
                .connectionTimeout(options.connectTimeout())
                .responseTimeout(options.tryTimeout())
                .readTimeout(options.tryTimeout())
                .writeTimeout(options.tryTimeout())
                .build();
    }
}
