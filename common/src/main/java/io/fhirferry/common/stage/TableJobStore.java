package io.fhirferry.common.stage;

import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableServiceException;
import io.fhirferry.common.window.RowSchema;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.TableLimits;
import io.fhirferry.common.window.WindowId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The {@link JobStore} on an Azure table, a partition for each migration, window and stage. */
public final class TableJobStore implements JobStore {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final TableClient table;
    private final String migration;
    private final Clock clock;

    /**
     * Creates a store over an existing table.
     *
     * @param table the table {@code job}
     * @param migration the first part of every partition
     * @param clock stamps intents
     * @throws IllegalArgumentException when the migration's id cannot be a table key
     */
    public TableJobStore(TableClient table, String migration, Clock clock) {
        this.table = table;
        this.migration = TableLimits.requireMigration(migration);
        this.clock = clock;
    }

    @Override
    public Optional<Job> find(WindowId window, StageName stage, String attempt) {
        try {
            return Optional.of(read(table.getEntity(owner(window, stage), attempt)));
        } catch (TableServiceException e) {
            if (status(e) == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Job intend(WindowId window, StageName stage, String attempt, String name) {
        Job job = new Job(owner(window, stage), attempt, name, "", Job.Status.INTENDED, clock.instant());
        try {
            table.createEntity(write(job));
            return job;
        } catch (TableServiceException e) {
            if (status(e) != CONFLICT) {
                throw e;
            }
            return find(window, stage, attempt).orElseThrow(() -> e);
        }
    }

    @Override
    public void update(Job job) {
        table.upsertEntity(write(job));
    }

    @Override
    public List<Job> list(WindowId window, StageName stage) {
        String filter = "PartitionKey eq '%s'".formatted(owner(window, stage));
        return table.listEntities(new ListEntitiesOptions().setFilter(filter), null, Context.NONE).stream()
                .map(TableJobStore::read)
                .toList();
    }

    private String owner(WindowId window, StageName stage) {
        return migration + "!" + window + "!" + stage.key();
    }

    private static TableEntity write(Job job) {
        return TableLimits.check(RowSchema.stamp(new TableEntity(job.owner(), job.attempt()))
                .addProperty("name", job.name())
                .addProperty("url", job.url())
                .addProperty("status", job.status().name())
                .addProperty("createdAt", job.createdAt().toString()));
    }

    private static Job read(TableEntity row) {
        RowSchema.check(row);
        return new Job(
                row.getPartitionKey(),
                row.getRowKey(),
                (String) row.getProperty("name"),
                (String) row.getProperty("url"),
                Job.Status.valueOf((String) row.getProperty("status")),
                Instant.parse((String) row.getProperty("createdAt")));
    }

    private static int status(TableServiceException e) {
        return e.getResponse() == null ? 0 : e.getResponse().getStatusCode();
    }
}
