package io.fhirferry.emulator.export;

import io.fhirferry.emulator.faults.JobFaults;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** One export. */
public final class ExportJob {

    private final long id;
    private final ExportRequest request;
    private final Instant created;
    private final JobFaults faults;
    private final AtomicReference<ExportState> state = new AtomicReference<>(new ExportState.Running());

    ExportJob(long id, ExportRequest request, Instant created, JobFaults faults) {
        this.id = id;
        this.request = request;
        this.created = created;
        this.faults = faults;
    }

    long id() {
        return id;
    }

    ExportRequest request() {
        return request;
    }

    Instant created() {
        return created;
    }

    JobFaults faults() {
        return faults;
    }

    ExportState state() {
        return state.get();
    }

    boolean running() {
        return state.get() instanceof ExportState.Running;
    }

    /** Ends a running job; one that was cancelled stays so. */
    void end(ExportState end) {
        state.updateAndGet(now -> now instanceof ExportState.Running ? end : now);
    }

    /** Cancels the job, also when it has ended; its files stay. */
    void cancel() {
        state.set(new ExportState.Cancelled());
    }
}
