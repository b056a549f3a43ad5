package io.fhirferry.common.window;

import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import com.azure.data.tables.models.TableServiceException;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import com.azure.data.tables.models.TableTransactionFailedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One partition of an Azure table. Rows are checked against {@link TableLimits} before they are sent. That another writer
 * was quicker is a value; what else the service refuses is thrown as {@link TableServiceException}.
 */
public final class TablePartition {

    private final TableClient table;
    private final String key;

    /**
     * A partition of an existing table.
     *
     * @param key letters, digits, hyphens and exclamation marks: it stands in queries
     */
    public TablePartition(TableClient table, String key) {
        this.table = table;
        this.key = key;
    }

    /** The row with this key, if there is one. */
    public Optional<TableEntity> row(String rowKey) {
        try {
            return Optional.of(table.getEntity(key, rowKey));
        } catch (TableServiceException e) {
            if (TableAnswers.isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** All rows, in the order of their keys. */
    public Stream<TableEntity> rows() {
        return list(new ListEntitiesOptions().setFilter("PartitionKey eq '%s'".formatted(key)));
    }

    /** The rows whose keys begin so, in the order of their keys. */
    public Stream<TableEntity> rows(String prefix) {
        return list(new ListEntitiesOptions().setFilter(range(prefix)));
    }

    /** As {@link #rows(String)}, those from a key on. */
    public Stream<TableEntity> rowsFrom(String first, String prefix) {
        return rows(prefix, "RowKey ge '%s'".formatted(first));
    }

    /** As {@link #rows(String)}, those that meet a condition in the words of the service. */
    Stream<TableEntity> rows(String prefix, String condition) {
        return list(new ListEntitiesOptions().setFilter(range(prefix) + " and " + condition));
    }

    /** As {@link #rows(String)}, with these properties only. */
    Stream<TableEntity> outlines(String prefix, List<String> properties) {
        return list(new ListEntitiesOptions().setFilter(range(prefix)).setSelect(properties));
    }

    /**
     * Writes a row that is not there.
     *
     * @return its version; empty when it is there already, which may be an earlier try of the same request, or when the
     *     answer does not say: the row tells
     */
    public Optional<String> create(TableEntity row) {
        TableLimits.check(row);
        return written(() -> table.createEntityWithResponse(row, null, Context.NONE));
    }

    /**
     * Writes over a version of a row.
     *
     * @return the new version; empty when the row is another one by now, which may be an earlier try of the same request,
     *     when it is gone, or when the answer does not say: the row tells
     */
    public Optional<String> replace(TableEntity row, String etag) {
        TableEntity guarded = TableLimits.check(row).addProperty(TableAnswers.ETAG, etag);
        try {
            return written(() ->
                    table.updateEntityWithResponse(guarded, TableEntityUpdateMode.REPLACE, true, null, Context.NONE));
        } catch (TableServiceException e) {
            if (TableAnswers.isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Writes all or nothing; returns false when a row was not as expected and nothing was written. */
    public boolean submit(List<TableTransactionAction> actions) {
        return submit(actions, Context.NONE);
    }

    /** As {@link #submit(List)}, and keeps the version of the first row. */
    boolean submit(List<TableTransactionAction> actions, TransactionTags.Tag tag) {
        return submit(actions, tag.context());
    }

    /** Part of a transaction: the row must not be there. */
    public static TableTransactionAction creation(TableEntity row) {
        return new TableTransactionAction(TableTransactionActionType.CREATE, row);
    }

    /** Part of a transaction: the row must be there, in whatever version. */
    public static TableTransactionAction replacement(TableEntity row) {
        return new TableTransactionAction(TableTransactionActionType.UPDATE_REPLACE, row);
    }

    /** Part of a transaction: the row must be there in this version. */
    public static TableTransactionAction replacement(TableEntity row, String etag) {
        return new TableTransactionAction(
                TableTransactionActionType.UPDATE_REPLACE, row.addProperty(TableAnswers.ETAG, etag), true);
    }

    /** Part of a transaction: the row must be there, in whatever version. */
    public static TableTransactionAction deletion(TableEntity row) {
        return new TableTransactionAction(TableTransactionActionType.DELETE, row);
    }

    private boolean submit(List<TableTransactionAction> actions, Context context) {
        TableLimits.check(
                actions.stream().map(TableTransactionAction::getEntity).toList());
        try {
            table.submitTransactionWithResponse(actions, null, context);
            return true;
        } catch (TableTransactionFailedException e) {
            if (TableAnswers.isConflict(e) || TableAnswers.isGone(e)) {
                return false;
            }
            throw e;
        }
    }

    private static Optional<String> written(Supplier<Response<Void>> request) {
        try {
            return TableAnswers.etag(request.get());
        } catch (TableServiceException e) {
            if (TableAnswers.isConflict(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Stream<TableEntity> list(ListEntitiesOptions options) {
        return table.listEntities(options, null, Context.NONE).stream();
    }

    private String range(String prefix) {
        // Keys are ASCII, so everything with the prefix lies before the prefix with its last character raised.
        String end = prefix.substring(0, prefix.length() - 1) + (char) (prefix.charAt(prefix.length() - 1) + 1);
        return "PartitionKey eq '%s' and RowKey ge '%s' and RowKey lt '%s'".formatted(key, prefix, end);
    }
}
