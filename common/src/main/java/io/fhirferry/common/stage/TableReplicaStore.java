package io.fhirferry.common.stage;

import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import io.fhirferry.common.window.RowSchema;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.TableLimits;
import io.fhirferry.common.window.TablePartition;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The {@link ReplicaStore} on one partition of an Azure table, a row a replica. Ages are those that the storage knows, so the
 * clocks of replicas need not agree. Rows of replicas that are gone for long are removed by whoever sees them.
 */
public final class TableReplicaStore implements ReplicaStore {

    /** After so many lifetimes a replica does not come back. */
    private static final int LIFETIMES_KEPT = 20;

    private static final Pattern NOT_FOR_KEYS = Pattern.compile("[^A-Za-z0-9.@_-]");

    private final TableClient table;
    private final String migration;

    /**
     * Creates a store over an existing table.
     *
     * @param table the table {@code replica}
     * @param migration the partition
     * @throws IllegalArgumentException when the migration's id cannot be a table key
     */
    public TableReplicaStore(TableClient table, String migration) {
        this.table = table;
        this.migration = TableLimits.requireMigration(migration);
    }

    @Override
    public int beat(StageName stage, String replica, Duration lifetime) {
        String key = stage.key() + "!" + NOT_FOR_KEYS.matcher(replica).replaceAll("_");
        TableEntity own = RowSchema.stamp(new TableEntity(migration, key));
        table.upsertEntityWithResponse(own, TableEntityUpdateMode.REPLACE, null, Context.NONE);
        List<TableEntity> rows = rows(stage);
        OffsetDateTime now = rows.stream()
                .map(TableEntity::getTimestamp)
                .max(OffsetDateTime::compareTo)
                .orElse(OffsetDateTime.MIN);
        rows.stream()
                .filter(row -> isOlder(row, now, lifetime.multipliedBy(LIFETIMES_KEPT)))
                .forEach(table::deleteEntity);
        long live = rows.stream()
                .filter(row -> row.getRowKey().equals(key) || !isOlder(row, now, lifetime))
                .count();
        return (int) Math.max(1, live);
    }

    private List<TableEntity> rows(StageName stage) {
        return new TablePartition(table, migration).rows(stage.key() + "!").toList();
    }

    private static boolean isOlder(TableEntity row, OffsetDateTime now, Duration than) {
        return Duration.between(row.getTimestamp(), now).compareTo(than) > 0;
    }
}
