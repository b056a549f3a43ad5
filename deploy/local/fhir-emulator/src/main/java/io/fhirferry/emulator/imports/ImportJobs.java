package io.fhirferry.emulator.imports;

import io.fhirferry.emulator.faults.JobFaults;
import io.fhirferry.emulator.jobs.JobIds;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** All imports. The same request always is the same job, whatever became of it. */
@ApplicationScoped
public class ImportJobs {

    private final Map<String, ImportJob> jobs = new ConcurrentHashMap<>();
    private final Map<String, String> registered = new ConcurrentHashMap<>();
    private final JobIds ids;
    private final ImportRunner runner;
    private final ExecutorService threads;
    private final Clock clock;

    ImportJobs(JobIds ids, ImportRunner runner, @VirtualThreads ExecutorService threads, Clock clock) {
        this.ids = ids;
        this.runner = runner;
        this.threads = threads;
        this.clock = clock;
    }

    /**
     * Starts an import, unless the same was started before; says its id.
     *
     * @param faults drawn only for a job that is new
     */
    public String start(ImportRequest request, Supplier<JobFaults> faults) {
        return registered.computeIfAbsent(request.fingerprint(), fingerprint -> {
            ImportJob job = new ImportJob(ids.next(), request, clock.instant(), faults.get());
            jobs.put("" + job.id(), job);
            threads.execute(() -> runner.run(job));
            return "" + job.id();
        });
    }

    /**
     * What a poll is answered.
     *
     * @throws FhirFailure 404 for an unknown job, 400 for a cancelled one, else what made it fail
     */
    public ImportAnswer poll(String id, boolean details) {
        ImportJob job = find(id);
        return switch (job.state()) {
            case ImportState.Queued queued -> new ImportAnswer(202, new byte[0]);
            case ImportState.Running running -> new ImportAnswer(202, ImportReport.of(job, running.units(), details));
            case ImportState.Completed done -> new ImportAnswer(200, ImportReport.of(job, done.units(), details));
            case ImportState.Failed failed ->
                throw FhirFailure.of(
                        failed.failure().status(),
                        "import operation failed for reason: "
                                + failed.failure().reason());
            case ImportState.Cancelled cancelled ->
                throw FhirFailure.badRequest("User requested cancellation of operation.");
        };
    }

    /**
     * Cancels an import, also a second time.
     *
     * @throws FhirFailure 404 for an unknown job, 409 for one that completed or failed
     */
    public void cancel(String id) {
        ImportJob job = find(id);
        if (!job.move(new ImportState.Cancelled()) && !(job.state() instanceof ImportState.Cancelled)) {
            throw FhirFailure.of(409, "The import has ended and cannot be cancelled.");
        }
    }

    /** How many wait or work. */
    public long running() {
        return jobs.values().stream().filter(ImportJob::open).count();
    }

    /** Cancels and forgets all. */
    public void clear() {
        jobs.values().forEach(job -> job.move(new ImportState.Cancelled()));
        jobs.clear();
        registered.clear();
    }

    private ImportJob find(String id) {
        ImportJob job = jobs.get(id);
        if (job == null) {
            throw FhirFailure.of(404, "The import job was not found.");
        }
        return job;
    }
}
