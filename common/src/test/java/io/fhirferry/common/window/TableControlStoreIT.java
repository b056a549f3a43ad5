package io.fhirferry.common.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import io.fhirferry.local.azurite.Azurite;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TableControlStoreIT {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Why WHY = new Why("alice", "the source is being backed up");

    private final String migration = UUID.randomUUID().toString();
    private final TableClient table = table();
    private final TableControlStore store = new TableControlStore(table, migration);

    private static TableClient table() {
        TableServiceClient tables = new TableServiceClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .buildClient();
        tables.createTableIfNotExists("controlstoreit");
        return tables.getTableClient("controlstoreit");
    }

    @Test
    void nobodyHasAskedForAnythingAtFirst() {
        assertThat(store.read()).isEqualTo(Control.NONE);
        assertThat(store.read().mayBegin()).isTrue();
    }

    @Test
    void whatIsWrittenIsReadAndHasAnEvent() {
        assertThat(store.write(store.read().changed(Control.Mode.PAUSED, WHY, NOW)))
                .isTrue();

        Control read = store.read();

        assertThat(read.mode()).isEqualTo(Control.Mode.PAUSED);
        assertThat(read.why()).isEqualTo(WHY);
        assertThat(read.at()).isEqualTo(NOW);
        assertThat(read.mayBegin()).isFalse();
        assertThat(table.getEntity(migration, "controlevent!000000001").getProperty("by"))
                .isEqualTo("alice");
    }

    @Test
    void ofTwoWhoHaveReadTheSameOnlyOneWrites() {
        Control first = store.read();
        assertThat(store.write(first.changed(Control.Mode.PAUSED, WHY, NOW))).isTrue();

        assertThat(store.write(first.changed(Control.Mode.STOPPED, WHY, NOW))).isFalse();
        Control second = store.read();
        assertThat(store.write(second.changed(Control.Mode.STOPPED, WHY, NOW))).isTrue();
        assertThat(store.write(second.changed(Control.Mode.RUNNING, WHY, NOW))).isFalse();

        assertThat(store.read().mode()).isEqualTo(Control.Mode.STOPPED);
        assertThat(store.read().changes()).isEqualTo(2);
    }

    @Test
    void theRowIsNoWindow() {
        store.write(store.read().changed(Control.Mode.PAUSED, WHY, NOW));

        TableWindowStore windows = new TableWindowStore(table, migration, Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(windows.windows()).isEmpty();
        assertThat(windows.cursor()).isEmpty();
    }
}
