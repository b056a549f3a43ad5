package io.fhirferry.common.config;

import com.azure.core.util.Context;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.ListTablesOptions;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.ListBlobContainersOptions;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.models.QueuesSegmentOptions;
import io.fhirferry.common.config.FerryConfig.StateConfig;
import io.fhirferry.common.config.FerryConfig.StorageConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Asks each configured storage once whether it answers, and lets these credentials in. */
public final class StorageCheck {

    /**
     * For the whole look. Each storage has a few seconds of its own, and all are asked at the same time; the rest is for
     * a small container that is still loading classes, because a slow start must not look like a silent storage.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** With their metadata, because Azurite refuses the empty list of things to include that the SDK sends otherwise. */
    private static final QueuesSegmentOptions QUEUES =
            new QueuesSegmentOptions().setIncludeMetadata(true).setMaxResultsPerPage(1);

    private final StorageClients clients = new StorageClients(StorageOptions.PREFLIGHT, StorageTransactions.unseen());

    /**
     * The problems of the storages: one for each account and reason; they are read only, nothing is created.
     *
     * <p>Returns within seconds, and after 20 at the latest.
     */
    public List<Problem> problems(FerryConfig config) {
        List<StorageProbe> probes = probes(config).toList();
        // Not closed: that would wait for a storage that never answers. The threads are virtual and hold nobody up.
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<Boolean>> answers = threads.invokeAll(probes, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return StorageRefusal.problems(IntStream.range(0, probes.size())
                    .mapToObj(i -> refusal(probes.get(i), answers.get(i)))
                    .flatMap(Optional::stream));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the storages", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Optional<StorageRefusal> refusal(StorageProbe probe, Future<Boolean> answer) {
        try {
            answer.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(new StorageRefusal(probe, StorageFailure.of(e.getCause())));
        } catch (CancellationException e) {
            return Optional.of(new StorageRefusal(probe, StorageFailure.silent(PATIENCE)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the storages", e);
        }
    }

    private Stream<StorageProbe> probes(FerryConfig config) {
        return Stream.of(
                        state(config.state()),
                        storage("ferry.export-storage", config.exportStorage()),
                        storage("ferry.import-storage", config.importStorage()))
                .flatMap(probes -> probes);
    }

    private Stream<StorageProbe> state(StateConfig state) {
        QueueServiceClient queues = clients.queues(StorageAccess.queues(state));
        TableServiceClient tables = clients.tables(StorageAccess.tables(state));
        BlobServiceClient blobs = clients.blobs(StorageAccess.blobs(state));
        boolean connection = state.connectionString().isPresent();
        return Stream.of(
                new StorageProbe(
                        key("ferry.state", connection, "queue-endpoint"),
                        "queues",
                        queues.getQueueServiceUrl(),
                        () -> queues.listQueues(QUEUES, PATIENCE, Context.NONE)
                                .iterator()
                                .hasNext()),
                new StorageProbe(
                        key("ferry.state", connection, "table-endpoint"),
                        "tables",
                        tables.getServiceEndpoint(),
                        () -> tables.listTables(new ListTablesOptions().setTop(1), PATIENCE, Context.NONE)
                                .iterator()
                                .hasNext()),
                new StorageProbe(
                        key("ferry.state", connection, "blob-endpoint"),
                        "blobs",
                        blobs.getAccountUrl(),
                        () -> listsContainers(blobs)));
    }

    /** A storage that names no account is the state's, which is asked anyway. */
    private Stream<StorageProbe> storage(String name, StorageConfig storage) {
        boolean connection = storage.connectionString().isPresent();
        return access(storage)
                .map(clients::blobs)
                .map(blobs -> new StorageProbe(
                        key(name, connection, "blob-endpoint"),
                        "blobs",
                        blobs.getAccountUrl(),
                        () -> lets(blobs, storage)))
                .stream();
    }

    private static Optional<StorageAccess> access(StorageConfig storage) {
        return storage.connectionString()
                .<StorageAccess>map(StorageAccess.ByConnectionString::new)
                .or(() -> storage.blobEndpoint().map(StorageAccess.ByIdentity::new));
    }

    /** Rights may be limited to the one container, so it is that one which is asked for; it need not exist yet. */
    private static boolean lets(BlobServiceClient blobs, StorageConfig storage) {
        return storage.container()
                .map(container -> blobs.getBlobContainerClient(container)
                        .existsWithResponse(PATIENCE, Context.NONE)
                        .getValue())
                .orElseGet(() -> listsContainers(blobs));
    }

    private static boolean listsContainers(BlobServiceClient blobs) {
        return blobs.listBlobContainers(new ListBlobContainersOptions().setMaxResultsPerPage(1), PATIENCE)
                .iterator()
                .hasNext();
    }

    private static Key key(String storage, boolean connection, String endpoint) {
        return Keys.of(storage + "." + (connection ? "connection-string" : endpoint));
    }
}
