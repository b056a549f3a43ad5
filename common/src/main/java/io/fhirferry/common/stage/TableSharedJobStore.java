package io.fhirferry.common.stage;

import static io.fhirferry.common.window.TablePartition.creation;
import static io.fhirferry.common.window.TablePartition.deletion;
import static io.fhirferry.common.window.TablePartition.replacement;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import io.fhirferry.common.window.TableLimits;
import io.fhirferry.common.window.TablePartition;
import io.fhirferry.common.window.WindowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The {@link SharedJobStore} on one partition of the table {@code job}. A part has a row of its own, and a second one for
 * as long as it waits: who deletes that one has the part. A slot is taken while it has a row.
 */
public final class TableSharedJobStore implements SharedJobStore {

    private final TablePartition partition;
    private final SharedJobRows rows;

    /**
     * Creates a store over an existing table.
     *
     * @param table the table {@code job}
     * @param migration begins the partition's key
     * @throws IllegalArgumentException when the migration's id cannot be a table key
     */
    public TableSharedJobStore(TableClient table, String migration) {
        this.rows = new SharedJobRows(TableLimits.requireMigration(migration) + "!shared");
        this.partition = new TablePartition(table, rows.partition());
    }

    @Override
    public boolean register(JobPart part) {
        return partition.submit(List.of(creation(rows.part(part)), creation(rows.waiting(part))));
    }

    @Override
    public List<JobPart> parts(String owner) {
        return partition
                .rows(SharedJobRows.PART + owner + "!")
                .map(rows::part)
                .filter(part -> part.standing() != JobPart.Standing.SPLIT)
                .toList();
    }

    @Override
    public List<JobPart> members(SharedJob job) {
        return job.members().stream()
                .flatMap(key -> partition.row(SharedJobRows.PART + key).stream())
                .map(rows::part)
                .filter(part -> part.job().equals(job.id()))
                .toList();
    }

    @Override
    public List<JobPart> waiting() {
        return partition.rows(SharedJobRows.WAITING).map(rows::part).toList();
    }

    @Override
    public List<SharedJob> open() {
        return partition
                .rows(SharedJobRows.SLOT)
                .map(rows::jobOfSlot)
                .flatMap(id -> find(id).stream())
                .filter(SharedJob::isOpen)
                .toList();
    }

    @Override
    public Optional<SharedJob> find(String id) {
        return partition.row(SharedJobRows.JOB + id).map(rows::job);
    }

    @Override
    public boolean seal(SharedJob job, List<JobPart> members) {
        List<TableTransactionAction> actions = new ArrayList<>();
        actions.add(creation(rows.job(job, UUID.randomUUID().toString())));
        actions.add(creation(rows.slot(job)));
        for (JobPart waiting : members) {
            JobPart member = waiting.in(job);
            actions.add(deletion(rows.waiting(waiting)));
            actions.add(replacement(rows.part(member)));
        }
        // Nobody else knows this id: if it is there, an earlier try of the same request has written it.
        return partition.submit(actions) || find(job.id()).isPresent();
    }

    @Override
    public Optional<SharedJob> update(SharedJob job) {
        String nonce = UUID.randomUUID().toString();
        partition.submit(List.of(replacement(rows.job(job, nonce), job.etag())));
        return written(job, nonce);
    }

    @Override
    public boolean end(SharedJob job, List<Change> changes) {
        String nonce = UUID.randomUUID().toString();
        List<TableTransactionAction> actions = new ArrayList<>();
        actions.add(replacement(rows.job(job, nonce), job.etag()));
        actions.add(deletion(rows.slot(job)));
        for (Change change : changes) {
            boolean stays = change.after().stream()
                    .anyMatch(part -> part.key().equals(change.before().key()));
            if (!stays) {
                actions.add(replacement(rows.part(change.before().split())));
            }
            for (JobPart part : change.after()) {
                TableEntity entity = rows.part(part);
                actions.add(part.key().equals(change.before().key()) ? replacement(entity) : creation(entity));
                if (part.standing() == JobPart.Standing.WAITING) {
                    actions.add(creation(rows.waiting(part)));
                }
            }
        }
        return partition.submit(actions) || written(job, nonce).isPresent();
    }

    @Override
    public void forget(WindowId window) {
        partition
                .rows(SharedJobRows.PART + window + "!")
                .map(rows::part)
                .filter(part -> part.standing() == JobPart.Standing.WAITING)
                .forEach(part -> partition.submit(List.of(deletion(rows.waiting(part)), deletion(rows.part(part)))));
    }

    private Optional<SharedJob> written(SharedJob job, String nonce) {
        return partition
                .row(SharedJobRows.JOB + job.id())
                .filter(row -> nonce.equals(SharedJobRows.nonce(row)))
                .map(rows::job);
    }
}
