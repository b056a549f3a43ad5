package io.fhirferry.emulator.export;

import io.fhirferry.emulator.config.EmulatorConfig;
import io.fhirferry.emulator.faults.JobFaults;
import io.fhirferry.emulator.jobs.JobIds;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/** All exports. Every kick-off makes a new one; they run in their order, as many at once as is configured. */
@ApplicationScoped
public class ExportJobs {

    private final Map<String, ExportJob> jobs = new ConcurrentHashMap<>();
    private final JobIds ids;
    private final ExportRunner runner;
    private final ExecutorService threads;
    private final Clock clock;
    private final Semaphore slots;

    ExportJobs(
            EmulatorConfig config,
            JobIds ids,
            ExportRunner runner,
            @VirtualThreads ExecutorService threads,
            Clock clock) {
        this.ids = ids;
        this.runner = runner;
        this.threads = threads;
        this.clock = clock;
        this.slots = new Semaphore(config.export().jobs(), true);
    }

    /** Starts an export; says its id. */
    public String start(ExportRequest request, JobFaults faults) {
        ExportJob job = new ExportJob(ids.next(), request, clock.instant(), faults);
        jobs.put("" + job.id(), job);
        threads.execute(() -> {
            slots.acquireUninterruptibly();
            try {
                runner.run(job);
            } finally {
                slots.release();
            }
        });
        return "" + job.id();
    }

    /** An export; 404 when there is none, or it was cancelled. */
    public ExportJob find(String id) {
        ExportJob job = jobs.get(id);
        if (job == null || job.state() instanceof ExportState.Cancelled) {
            throw FhirFailure.of(404, "The export job was not found.");
        }
        return job;
    }

    /** Cancels an export, also one that has ended; its files stay. */
    public void cancel(String id) {
        find(id).cancel();
    }

    /** How many wait or work. */
    public long running() {
        return jobs.values().stream().filter(ExportJob::running).count();
    }

    /** Cancels and forgets all. */
    public void clear() {
        jobs.values().forEach(ExportJob::cancel);
        jobs.clear();
    }
}
