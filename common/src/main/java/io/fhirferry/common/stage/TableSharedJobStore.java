package io.fhirferry.common.stage;

import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import com.azure.data.tables.models.TableTransactionFailedException;
import io.fhirferry.common.window.TableAnswers;
import io.fhirferry.common.window.TableLimits;
import io.fhirferry.common.window.WindowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The {@link SharedJobStore} on one partition of the table {@code job}. A part has a row of its own, and a second one for
 * as long as it waits: who deletes that one has the part. A slot is taken while it has a row.
 */
public final class TableSharedJobStore implements SharedJobStore {

    private final TableClient table;
    private final SharedJobRows rows;

    /**
     * Creates a store over an existing table.
     *
     * @param table the table {@code job}
     * @param migration begins the partition's key
     * @throws IllegalArgumentException when the migration's id cannot be a table key
     */
    public TableSharedJobStore(TableClient table, String migration) {
        this.table = table;
        this.rows = new SharedJobRows(TableLimits.requireMigration(migration) + "!shared");
    }

    @Override
    public boolean register(JobPart part) {
        return submit(List.of(create(rows.part(part)), create(rows.waiting(part))));
    }

    @Override
    public List<JobPart> parts(String owner) {
        return range(SharedJobRows.PART + owner + "!")
                .map(rows::part)
                .filter(part -> part.standing() != JobPart.Standing.SPLIT)
                .toList();
    }

    @Override
    public List<JobPart> members(SharedJob job) {
        return job.members().stream()
                .flatMap(key -> entity(SharedJobRows.PART + key).stream())
                .map(rows::part)
                .filter(part -> part.job().equals(job.id()))
                .toList();
    }

    @Override
    public List<JobPart> waiting() {
        return range(SharedJobRows.WAITING).map(rows::part).toList();
    }

    @Override
    public List<SharedJob> open() {
        return range(SharedJobRows.SLOT)
                .map(rows::jobOfSlot)
                .flatMap(id -> find(id).stream())
                .filter(SharedJob::isOpen)
                .toList();
    }

    @Override
    public Optional<SharedJob> find(String id) {
        return entity(SharedJobRows.JOB + id).map(rows::job);
    }

    @Override
    public boolean seal(SharedJob job, List<JobPart> members) {
        List<TableTransactionAction> actions = new ArrayList<>();
        actions.add(create(rows.job(job, UUID.randomUUID().toString())));
        actions.add(create(rows.slot(job)));
        for (JobPart waiting : members) {
            JobPart member = waiting.in(job);
            actions.add(delete(rows.waiting(waiting)));
            actions.add(replace(rows.part(member)));
        }
        // Nobody else knows this id: if it is there, an earlier try of the same request has written it.
        return submit(actions) || find(job.id()).isPresent();
    }

    @Override
    public Optional<SharedJob> update(SharedJob job) {
        String nonce = UUID.randomUUID().toString();
        submit(List.of(guarded(rows.job(job, nonce), job.etag())));
        return written(job, nonce);
    }

    @Override
    public boolean end(SharedJob job, List<Change> changes) {
        String nonce = UUID.randomUUID().toString();
        List<TableTransactionAction> actions = new ArrayList<>();
        actions.add(guarded(rows.job(job, nonce), job.etag()));
        actions.add(delete(rows.slot(job)));
        for (Change change : changes) {
            boolean stays = change.after().stream()
                    .anyMatch(part -> part.key().equals(change.before().key()));
            if (!stays) {
                actions.add(replace(rows.part(change.before().split())));
            }
            for (JobPart part : change.after()) {
                TableEntity entity = rows.part(part);
                actions.add(part.key().equals(change.before().key()) ? replace(entity) : create(entity));
                if (part.standing() == JobPart.Standing.WAITING) {
                    actions.add(create(rows.waiting(part)));
                }
            }
        }
        return submit(actions) || written(job, nonce).isPresent();
    }

    @Override
    public void forget(WindowId window) {
        range(SharedJobRows.PART + window + "!")
                .map(rows::part)
                .filter(part -> part.standing() == JobPart.Standing.WAITING)
                .forEach(part -> submit(List.of(delete(rows.waiting(part)), delete(rows.part(part)))));
    }

    private Optional<SharedJob> written(SharedJob job, String nonce) {
        return entity(SharedJobRows.JOB + job.id())
                .filter(row -> nonce.equals(SharedJobRows.nonce(row)))
                .map(rows::job);
    }

    /** Writes all or nothing; returns false when a row was not as expected and nothing was written. */
    private boolean submit(List<TableTransactionAction> actions) {
        actions.forEach(action -> TableLimits.check(action.getEntity()));
        try {
            table.submitTransaction(actions);
            return true;
        } catch (TableTransactionFailedException e) {
            if (TableAnswers.isConflict(e) || isGone(e)) {
                return false;
            }
            throw e;
        }
    }

    private Optional<TableEntity> entity(String key) {
        try {
            return Optional.of(table.getEntity(rows.partition(), key));
        } catch (TableServiceException e) {
            if (TableAnswers.isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Stream<TableEntity> range(String prefix) {
        String end = prefix.substring(0, prefix.length() - 1) + (char) (prefix.charAt(prefix.length() - 1) + 1);
        String filter =
                "PartitionKey eq '%s' and RowKey ge '%s' and RowKey lt '%s'".formatted(rows.partition(), prefix, end);
        return table.listEntities(new ListEntitiesOptions().setFilter(filter), null, Context.NONE).stream();
    }

    /** A row that is to be deleted or replaced is not there any more. */
    private static boolean isGone(TableServiceException e) {
        TableErrorCode code = e.getValue() == null ? null : e.getValue().getErrorCode();
        return TableErrorCode.RESOURCE_NOT_FOUND.equals(code) || TableAnswers.isMissing(e);
    }

    private static TableTransactionAction create(TableEntity entity) {
        return new TableTransactionAction(TableTransactionActionType.CREATE, entity);
    }

    private static TableTransactionAction replace(TableEntity entity) {
        return new TableTransactionAction(TableTransactionActionType.UPDATE_REPLACE, entity);
    }

    private static TableTransactionAction guarded(TableEntity entity, String etag) {
        entity.addProperty(TableAnswers.ETAG, etag);
        return new TableTransactionAction(TableTransactionActionType.UPDATE_REPLACE, entity, true);
    }

    private static TableTransactionAction delete(TableEntity entity) {
        return new TableTransactionAction(TableTransactionActionType.DELETE, entity);
    }
}
