package io.fhirferry.common.window;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The {@link ControlStore} beside the windows, in the same partition of the same table. */
public final class TableControlStore implements ControlStore {

    private static final String KEY = "control";
    private static final String EVENTS = "controlevent!";

    private final TablePartition partition;
    private final String migration;

    /**
     * Creates a store over an existing table.
     *
     * @param table the table {@code migration}
     * @param migration the partition
     * @throws IllegalArgumentException when the migration's id cannot be a table key
     */
    public TableControlStore(TableClient table, String migration) {
        this.migration = TableLimits.requireMigration(migration);
        this.partition = new TablePartition(table, migration);
    }

    @Override
    public Control read() {
        return partition
                .row(KEY)
                .map(RowSchema::check)
                .map(TableControlStore::control)
                .orElse(Control.NONE);
    }

    @Override
    public boolean write(Control next) {
        String nonce = UUID.randomUUID().toString();
        TableEntity row = entity(KEY, next, nonce);
        TableEntity event = entity(EVENTS + "%09d".formatted(next.changes()), next, nonce);
        if (partition.submit(List.of(
                next.etag().isEmpty() ? TablePartition.creation(row) : TablePartition.replacement(row, next.etag()),
                TablePartition.creation(event)))) {
            return true;
        }
        // Refused, and yet it may be ours: the answer to an earlier try of the same request was lost. Events are never
        // overwritten, so they are the proof.
        return partition
                .row(event.getRowKey())
                .filter(there -> nonce.equals(there.getProperty(RowCodec.NONCE)))
                .isPresent();
    }

    private TableEntity entity(String key, Control control, String nonce) {
        return RowSchema.stamp(new TableEntity(migration, key))
                .addProperty(RowCodec.NONCE, nonce)
                .addProperty("mode", control.mode().name())
                .addProperty("by", control.why().by())
                .addProperty("why", control.why().reason())
                .addProperty("at", control.at().toString())
                .addProperty("changes", control.changes());
    }

    private static Control control(TableEntity row) {
        return new Control(
                Control.Mode.valueOf((String) row.getProperty("mode")),
                new Why((String) row.getProperty("by"), (String) row.getProperty("why")),
                Instant.parse((String) row.getProperty("at")),
                ((Number) row.getProperty("changes")).intValue(),
                row.getETag());
    }
}
