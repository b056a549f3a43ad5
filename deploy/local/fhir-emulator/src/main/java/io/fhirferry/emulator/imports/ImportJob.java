package io.fhirferry.emulator.imports;

import io.fhirferry.emulator.faults.JobFaults;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** One import. */
final class ImportJob {

    private final long id;
    private final ImportRequest request;
    private final Instant created;
    private final JobFaults faults;
    private final AtomicReference<ImportState> state = new AtomicReference<>(new ImportState.Queued());

    ImportJob(long id, ImportRequest request, Instant created, JobFaults faults) {
        this.id = id;
        this.request = request;
        this.created = created;
        this.faults = faults;
    }

    long id() {
        return id;
    }

    ImportRequest request() {
        return request;
    }

    Instant created() {
        return created;
    }

    JobFaults faults() {
        return faults;
    }

    ImportState state() {
        return state.get();
    }

    /** Whether it has not ended yet. */
    boolean open() {
        return open(state.get());
    }

    /** Moves an open job on; one that has ended stays as it is. Says whether it moved. */
    boolean move(ImportState next) {
        return open(state.getAndUpdate(now -> open(now) ? next : now));
    }

    private static boolean open(ImportState state) {
        return state instanceof ImportState.Queued || state instanceof ImportState.Running;
    }
}
