package io.fhirferry.common.window;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableServiceException;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import com.azure.data.tables.models.TableTransactionFailedException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The {@link ControlStore} beside the windows, in the same partition of the same table. */
public final class TableControlStore implements ControlStore {

    private static final String KEY = "control";
    private static final String EVENTS = "controlevent!";

    private final TableClient table;
    private final String migration;

    /**
     * Creates a store over an existing table.
     *
     * @param table the table {@code migration}
     * @param migration the partition
     * @throws IllegalArgumentException when the migration's id cannot be a table key
     */
    public TableControlStore(TableClient table, String migration) {
        this.table = table;
        this.migration = TableLimits.requireMigration(migration);
    }

    @Override
    public Control read() {
        try {
            return control(RowSchema.check(table.getEntity(migration, KEY)));
        } catch (TableServiceException e) {
            if (TableAnswers.isMissing(e)) {
                return Control.NONE;
            }
            throw e;
        }
    }

    @Override
    public boolean write(Control next) {
        String nonce = UUID.randomUUID().toString();
        TableEntity row = entity(KEY, next, nonce);
        boolean first = next.etag().isEmpty();
        if (!first) {
            row.addProperty(TableAnswers.ETAG, next.etag());
        }
        TableEntity event = entity(EVENTS + "%09d".formatted(next.changes()), next, nonce);
        List<TableTransactionAction> actions = List.of(
                first
                        ? new TableTransactionAction(TableTransactionActionType.CREATE, row)
                        : new TableTransactionAction(TableTransactionActionType.UPDATE_REPLACE, row, true),
                new TableTransactionAction(TableTransactionActionType.CREATE, event));
        TableLimits.check(List.of(row, event));
        try {
            table.submitTransaction(actions);
            return true;
        } catch (TableTransactionFailedException e) {
            if (!TableAnswers.isConflict(e)) {
                throw e;
            }
            // Refused, and yet it may be ours: the answer to an earlier try of the same request was lost. Events are
            // never overwritten, so they are the proof.
            return nonce.equals(table.getEntity(migration, event.getRowKey()).getProperty(RowCodec.NONCE));
        }
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
