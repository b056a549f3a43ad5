package io.fhirferry.common.stage;

import com.azure.data.tables.models.TableEntity;
import io.fhirferry.common.window.RowSchema;
import io.fhirferry.common.window.WindowId;
import java.time.Instant;
import java.util.List;

/** Rows of the partition that holds shared jobs: the prefix of a row's key says what the row is. */
final class SharedJobRows {

    static final String JOB = "job!";
    static final String PART = "part!";
    static final String SLOT = "slot!";
    static final String WAITING = "waiting!";

    private static final String NONCE = "nonce";
    private static final String JOB_ID = "job";

    private final String partition;

    SharedJobRows(String partition) {
        this.partition = partition;
    }

    String partition() {
        return partition;
    }

    static String nonce(TableEntity row) {
        return text(row, NONCE);
    }

    TableEntity part(JobPart part) {
        return row(PART + part.key(), part);
    }

    /** Sorted by the time that the part has waited. */
    TableEntity waiting(JobPart part) {
        return row(WAITING + "%015d".formatted(part.since().toEpochMilli()) + "!" + part.key(), part);
    }

    JobPart part(TableEntity row) {
        RowSchema.check(row);
        return new JobPart(
                new WindowId(text(row, "window")),
                text(row, "attempt"),
                text(row, "manifest"),
                number(row, "from"),
                number(row, "to"),
                ((Number) row.getProperty("bytes")).longValue(),
                text(row, "pool"),
                number(row, "tries"),
                Instant.parse(text(row, "since")),
                JobPart.Standing.valueOf(text(row, "standing")),
                text(row, JOB_ID),
                text(row, "reason"),
                Boolean.TRUE.equals(row.getProperty("retryable")));
    }

    TableEntity slot(SharedJob job) {
        return entity(SLOT + "%03d".formatted(job.slot())).addProperty(JOB_ID, job.id());
    }

    String jobOfSlot(TableEntity row) {
        return text(RowSchema.check(row), JOB_ID);
    }

    TableEntity job(SharedJob job, String nonce) {
        return entity(JOB + job.id())
                .addProperty(NONCE, nonce)
                .addProperty("slot", job.slot())
                .addProperty("payload", job.payload())
                .addProperty("members", String.join("\n", job.members()))
                .addProperty("files", job.files())
                .addProperty("url", job.url())
                .addProperty("status", job.status().name())
                .addProperty("createdAt", job.createdAt().toString())
                .addProperty("lookAt", job.lookAt().toString())
                .addProperty("result", job.result());
    }

    SharedJob job(TableEntity row) {
        RowSchema.check(row);
        return new SharedJob(
                row.getRowKey().substring(JOB.length()),
                number(row, "slot"),
                text(row, "payload"),
                List.of(text(row, "members").split("\n")),
                number(row, "files"),
                text(row, "url"),
                Job.Status.valueOf(text(row, "status")),
                Instant.parse(text(row, "createdAt")),
                Instant.parse(text(row, "lookAt")),
                text(row, "result"),
                row.getETag());
    }

    private TableEntity row(String key, JobPart part) {
        return entity(key)
                .addProperty("window", part.window().value())
                .addProperty("attempt", part.attempt())
                .addProperty("manifest", part.manifest())
                .addProperty("from", part.from())
                .addProperty("to", part.to())
                .addProperty("bytes", part.bytes())
                .addProperty("pool", part.pool())
                .addProperty("tries", part.tries())
                .addProperty("since", part.since().toString())
                .addProperty("standing", part.standing().name())
                .addProperty(JOB_ID, part.job())
                .addProperty("reason", part.reason())
                .addProperty("retryable", part.retryable());
    }

    private TableEntity entity(String key) {
        return RowSchema.stamp(new TableEntity(partition, key));
    }

    private static int number(TableEntity row, String name) {
        return ((Number) row.getProperty(name)).intValue();
    }

    private static String text(TableEntity row, String name) {
        return row.getProperty(name) instanceof String text ? text : "";
    }
}
