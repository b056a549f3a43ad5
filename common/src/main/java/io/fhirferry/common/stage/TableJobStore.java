package io.fhirferry.common.stage;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import io.fhirferry.common.window.RowSchema;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.TableLimits;
import io.fhirferry.common.window.TablePartition;
import io.fhirferry.common.window.WindowId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** The {@link JobStore} on an Azure table, a partition for each migration, window and stage. */
public final class TableJobStore implements JobStore {

    private static final String NONCE = "nonce";

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
        return of(owner(window, stage)).row(attempt).map(TableJobStore::read);
    }

    @Override
    public Noted intend(WindowId window, StageName stage, String attempt, String name) {
        Job job = new Job(owner(window, stage), attempt, name, "", Job.Status.INTENDED, clock.instant(), "");
        return written(job, (jobs, row) -> jobs.create(row));
    }

    @Override
    public Noted update(Job job) {
        return written(job, (jobs, row) -> jobs.replace(row, job.etag()));
    }

    @Override
    public List<Job> list(WindowId window, StageName stage) {
        return of(owner(window, stage)).rows().map(TableJobStore::read).toList();
    }

    private String owner(WindowId window, StageName stage) {
        return migration + "!" + window + "!" + stage.key();
    }

    /**
     * Writes, and reads what stands there when the service refused. Our own nonce means that we wrote it all the same: only
     * the answer to an earlier try of the same request was lost.
     */
    private Noted written(Job job, BiFunction<TablePartition, TableEntity, Optional<String>> request) {
        String nonce = UUID.randomUUID().toString();
        TablePartition jobs = of(job.owner());
        Optional<String> etag = request.apply(jobs, write(job, nonce));
        if (etag.isPresent()) {
            return new Noted.Done(job.stored(etag.get()));
        }
        TableEntity current = jobs.row(job.attempt()).orElseThrow(() -> gone(job));
        return nonce.equals(current.getProperty(NONCE))
                ? new Noted.Done(read(current))
                : new Noted.Conflict(read(current));
    }

    private TablePartition of(String owner) {
        return new TablePartition(table, owner);
    }

    private static IllegalStateException gone(Job job) {
        return new IllegalStateException("The job of attempt " + job.attempt() + " of " + job.owner()
                + " has no row any more; rows of a running migration must not be deleted by hand");
    }

    private static TableEntity write(Job job, String nonce) {
        return RowSchema.stamp(new TableEntity(job.owner(), job.attempt()))
                .addProperty(NONCE, nonce)
                .addProperty("name", job.name())
                .addProperty("url", job.url())
                .addProperty("status", job.status().name())
                .addProperty("createdAt", job.createdAt().toString());
    }

    private static Job read(TableEntity row) {
        RowSchema.check(row);
        return new Job(
                row.getPartitionKey(),
                row.getRowKey(),
                (String) row.getProperty("name"),
                (String) row.getProperty("url"),
                Job.Status.valueOf((String) row.getProperty("status")),
                Instant.parse((String) row.getProperty("createdAt")),
                row.getETag());
    }
}
