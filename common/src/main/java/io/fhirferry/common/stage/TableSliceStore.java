package io.fhirferry.common.stage;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import io.fhirferry.common.window.RowSchema;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.TableLimits;
import io.fhirferry.common.window.TablePartition;
import io.fhirferry.common.window.WindowRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@link SliceStore} on an Azure table, a partition for each migration, window and stage. */
public final class TableSliceStore implements SliceStore {

    private static final String RESULT = "result";

    private final TableClient table;
    private final String migration;

    /**
     * Creates a store over an existing table.
     *
     * @param table the table {@code slice}
     * @param migration the first part of every partition
     * @throws IllegalArgumentException when the migration's id cannot be a table key
     */
    public TableSliceStore(TableClient table, String migration) {
        this.table = table;
        this.migration = TableLimits.requireMigration(migration);
    }

    @Override
    public boolean isDone(WindowRow row, StageName stage, int index) {
        return slices(row, stage).row(key(row, index)).isPresent();
    }

    @Override
    public void done(WindowRow row, StageName stage, int index, String result) {
        // There already: done before, by another delivery or by a try of ours whose answer was lost.
        slices(row, stage)
                .create(RowSchema.stamp(new TableEntity(partition(row, stage), key(row, index)))
                        .addProperty(RESULT, result));
    }

    @Override
    public Set<Integer> doneIndexes(WindowRow row, StageName stage) {
        return rows(row, stage)
                .map(entity ->
                        Integer.valueOf(entity.getRowKey().substring(prefix(row).length())))
                .collect(Collectors.toSet());
    }

    @Override
    public Optional<List<String>> results(WindowRow row, StageName stage, int count) {
        // Keys are in the order of the plan, so the first gap ends the search.
        Iterator<TableEntity> done = rows(row, stage).iterator();
        List<String> results = new ArrayList<>();
        while (results.size() < count) {
            if (!done.hasNext()) {
                return Optional.empty();
            }
            TableEntity next = done.next();
            if (!next.getRowKey().equals(key(row, results.size()))) {
                return Optional.empty();
            }
            results.add((String) next.getProperty(RESULT));
        }
        return Optional.of(results);
    }

    private Stream<TableEntity> rows(WindowRow row, StageName stage) {
        return slices(row, stage).rows(prefix(row)).map(RowSchema::check);
    }

    private TablePartition slices(WindowRow row, StageName stage) {
        return new TablePartition(table, partition(row, stage));
    }

    private String partition(WindowRow row, StageName stage) {
        return migration + "!" + row.id() + "!" + stage.key();
    }

    private static String prefix(WindowRow row) {
        return "%05d!".formatted(row.attempt());
    }

    private static String key(WindowRow row, int index) {
        return prefix(row) + "%06d".formatted(index);
    }
}
