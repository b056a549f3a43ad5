package io.fhirferry.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.queue.QueueClient;
import io.fhirferry.local.azurite.Azurite;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StorageTransactionsIT {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final StorageClients clients = StorageClients.forWork(new StorageTransactions(meters));
    private final FerryConfig config = ((ConfigResult.Sound) Complete.load(Complete.with(
                    "ferry.state.connection-string", Azurite.shared().connectionString())))
            .config();
    private final String unique = "t" + UUID.randomUUID().toString().replace("-", "");

    @Test
    void everyRequestIsCountedByWhatItIsAndWhatItWasFor() {
        // given clients of the three services
        BlobContainerClient container = clients.blobs(config.state()).getBlobContainerClient(unique);
        QueueClient queue = clients.queues(config.state()).getQueueClient(unique);
        TableClient table = clients.tables(config.state()).getTableClient(unique);
        container.create();
        queue.create();
        table.createTable();

        // when they are used, within work and beside it
        StorageUse.counted(
                () -> {
                    container.getBlobClient("b").upload(BinaryData.fromString("text"));
                    read(container.getBlobClient("b"));
                    table.createEntity(new TableEntity("p", "r"));
                    table.getEntity("p", "r");
                    queue.sendMessage("m");
                    StorageUse.apart(() -> table.getEntity("p", "r"));
                    return "looked";
                },
                (result, row) -> row ? StoragePurpose.JOB : StoragePurpose.WINDOW);
        table.getEntity("p", "r");

        // then each is counted once
        assertThat(counted())
                .isEqualTo(Map.of(
                        "blob put-container upkeep", 1,
                        "queue put-queue messages", 1,
                        "table insert-table upkeep", 1,
                        "blob put-blob window", 1,
                        "blob get-blob window", 1,
                        "table insert-entity window", 1,
                        "table get-entity job", 1,
                        "queue send messages", 1,
                        "table get-entity upkeep", 2));
    }

    @Test
    void requestsOfWorkThatFailsAreCountedToo() {
        TableClient table = clients.tables(config.state()).getTableClient(unique);
        table.createTable();

        assertThatThrownBy(() ->
                        StorageUse.counted(() -> table.getEntity("no", "such"), (entity, row) -> StoragePurpose.JOB))
                .hasMessageContaining("404");

        assertThat(counted()).containsEntry("table get-entity window", 1);
    }

    private static void read(BlobClient blob) {
        try (InputStream in = blob.openInputStream()) {
            in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was counted, by service, operation and purpose. */
    private Map<String, Integer> counted() {
        return meters.getMeters().stream()
                .collect(Collectors.toMap(StorageTransactionsIT::name, meter -> (int) ((Counter) meter).count()));
    }

    private static String name(Meter meter) {
        return Stream.of("service", "operation", "purpose")
                .map(meter.getId()::getTag)
                .collect(Collectors.joining(" "));
    }
}
