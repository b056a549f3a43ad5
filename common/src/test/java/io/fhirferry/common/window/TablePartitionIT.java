package io.fhirferry.common.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableServiceException;
import io.fhirferry.local.azurite.Azurite;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TablePartitionIT {

    private static final TableServiceClient TABLES = new TableServiceClientBuilder()
            .connectionString(Azurite.shared().connectionString())
            .buildClient();

    private final TableClient table =
            TABLES.getTableClient("t" + UUID.randomUUID().toString().replace("-", ""));
    private final TablePartition partition = new TablePartition(table, "m!1");

    private void exists() {
        table.createTable();
    }

    private static TableEntity row(String key, String value) {
        return new TableEntity("m!1", key).addProperty("value", value);
    }

    @Test
    void aPrefixEndsWhereItsNeighbourBegins() {
        exists();
        List.of("a", "a!1", "a!2", "a!~", "a\"", "b!1").forEach(key -> partition.create(row(key, "")));
        new TablePartition(table, "m!2").create(new TableEntity("m!2", "a!3"));

        assertThat(partition.rows("a!")).extracting(TableEntity::getRowKey).containsExactly("a!1", "a!2", "a!~");
        assertThat(partition.rows()).hasSize(6);
    }

    @Test
    void whoComesSecondIsToldByAValue() {
        exists();
        String first = partition.create(row("a", "first")).orElseThrow();

        assertThat(partition.create(row("a", "second"))).isEmpty();
        assertThat(partition.replace(row("a", "third"), first)).isPresent();
        assertThat(partition.replace(row("a", "fourth"), first)).isEmpty();
        assertThat(partition.row("a").map(row -> row.getProperty("value"))).contains("third");
    }

    @Test
    void aRowThatIsGoneIsNotWrittenAnew() {
        exists();
        String etag = partition.create(row("a", "")).orElseThrow();
        table.deleteEntity("m!1", "a");

        assertThat(partition.replace(row("a", ""), etag)).isEmpty();
        assertThat(partition.submit(
                        List.of(TablePartition.creation(row("b", "")), TablePartition.replacement(row("a", ""), etag))))
                .isFalse();
        assertThat(partition.submit(
                        List.of(TablePartition.creation(row("b", "")), TablePartition.deletion(row("a", "")))))
                .isFalse();
        assertThat(partition.rows()).isEmpty();
    }

    @Test
    void aTableThatIsNotThereIsNoAnswerOfAnotherWriter() {
        assertThat(partition.row("a")).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> partition.create(row("a", ""))).isInstanceOf(TableServiceException.class);
    }
}
