package io.fhirferry.common.stage;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import io.fhirferry.common.window.RowSchema;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.TableLimits;
import io.fhirferry.common.window.TablePartition;
import io.fhirferry.common.window.WindowRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@link SliceStore} on an Azure table, a partition for each migration, window and stage. */
public final class TableSliceStore implements SliceStore {

    private static final String RESULT = "result";
    /** Attempts whose first open slice is remembered: more than are under way at once. */
    private static final int REMEMBERED = 1_000;

    private final TableClient table;
    private final String migration;
    /** The first slice of an attempt that was not done at the last look. What is done stays done, so it may be more by now. */
    private final Map<String, Integer> firstOpen = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > REMEMBERED;
        }
    });

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
        String attempt = partition(row, stage) + "!" + prefix(row);
        int open = firstOpen.getOrDefault(attempt, 0);
        if (open > 0 && open < count) {
            // Not all that is done, or the rows of n slices would be read n times.
            open += inSequence(checked(slices(row, stage).rowsFrom(key(row, open), prefix(row))), row, open, count)
                    .size();
            if (open < count) {
                firstOpen.put(attempt, open);
                return Optional.empty();
            }
        }
        List<String> results = inSequence(rows(row, stage), row, 0, count);
        if (results.size() < count) {
            firstOpen.put(attempt, results.size());
            return Optional.empty();
        }
        firstOpen.remove(attempt);
        return Optional.of(results);
    }

    /** The results from one slice up to the first that is not done. */
    private static List<String> inSequence(Stream<TableEntity> rows, WindowRow row, int from, int to) {
        List<String> results = new ArrayList<>();
        // Keys are in the order of the plan, so the first gap ends the search.
        for (Iterator<TableEntity> done = rows.iterator(); from + results.size() < to && done.hasNext(); ) {
            TableEntity next = done.next();
            if (!next.getRowKey().equals(key(row, from + results.size()))) {
                break;
            }
            results.add((String) next.getProperty(RESULT));
        }
        return results;
    }

    private Stream<TableEntity> rows(WindowRow row, StageName stage) {
        return checked(slices(row, stage).rows(prefix(row)));
    }

    private static Stream<TableEntity> checked(Stream<TableEntity> rows) {
        return rows.map(RowSchema::check);
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
