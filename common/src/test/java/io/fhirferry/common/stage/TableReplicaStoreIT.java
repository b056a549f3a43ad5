package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import io.fhirferry.common.window.StageName;
import io.fhirferry.local.azurite.Azurite;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TableReplicaStoreIT {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final TableClient table = table();
    private final ReplicaStore store = new TableReplicaStore(table, "m1");

    private static TableClient table() {
        TableServiceClient tables = new TableServiceClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .buildClient();
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        tables.createTableIfNotExists(name);
        return tables.getTableClient(name);
    }

    @Test
    void aReplicaCountsOnceHoweverOftenItBeats() {
        assertThat(store.beat(StageName.IMPORT, "ferry-importer@a/1", LONG)).isEqualTo(1);
        assertThat(store.beat(StageName.IMPORT, "ferry-importer@a/1", LONG)).isEqualTo(1);
        assertThat(store.beat(StageName.IMPORT, "ferry-importer@b/1", LONG)).isEqualTo(2);
        assertThat(store.beat(StageName.IMPORT, "ferry-importer@a/1", LONG)).isEqualTo(2);
    }

    @Test
    void otherStagesAndOtherMigrationsDoNotCount() {
        store.beat(StageName.COPY, "ferry-copier@a/1", LONG);
        new TableReplicaStore(table, "m2").beat(StageName.IMPORT, "ferry-importer@a/1", LONG);

        assertThat(store.beat(StageName.IMPORT, "ferry-importer@b/1", LONG)).isEqualTo(1);
    }

    @Test
    void whoIsSilentForLongerThanALifetimeDoesNotCountAndIsRemovedLater() {
        store.beat(StageName.IMPORT, "ferry-importer@a/1", LONG);

        Awaitility.await().until(() -> store.beat(StageName.IMPORT, "ferry-importer@b/1", SHORT) == 1);
        assertThat(store.beat(StageName.IMPORT, "ferry-importer@b/1", LONG)).isEqualTo(2);

        Awaitility.await().untilAsserted(() -> {
            store.beat(StageName.IMPORT, "ferry-importer@b/1", SHORT);
            assertThat(table.listEntities().stream()).hasSize(1);
        });
    }
}
