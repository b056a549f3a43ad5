package io.fhirferry.emulator.imports;

import com.azure.storage.blob.models.BlobStorageException;
import io.fhirferry.emulator.blobs.BlobFacts;
import io.fhirferry.emulator.blobs.Blobs;
import io.fhirferry.emulator.config.EmulatorConfig;
import io.fhirferry.emulator.faults.FaultKind;
import io.fhirferry.emulator.jobs.JobFailure;
import io.fhirferry.emulator.jobs.JobIds;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/** Does the work of imports: looks at all inputs first, then loads their units, some at a time. */
@ApplicationScoped
class ImportRunner {

    private final Blobs blobs;
    private final JobIds ids;
    private final UnitWorker worker;
    private final ExecutorService threads;
    private final Semaphore slots;

    ImportRunner(
            EmulatorConfig config,
            Blobs blobs,
            JobIds ids,
            UnitWorker worker,
            @VirtualThreads ExecutorService threads) {
        this.blobs = blobs;
        this.ids = ids;
        this.worker = worker;
        this.threads = threads;
        this.slots = new Semaphore(config.imports().jobs(), true);
    }

    /** Runs a job to its end, whatever that is. */
    void run(ImportJob job) {
        if (job.faults().has(FaultKind.STUCK)) {
            return;
        }
        try {
            List<ImportUnit> units = units(job);
            job.move(new ImportState.Running(units));
            CompletableFuture.allOf(units.stream()
                            .map(unit -> CompletableFuture.runAsync(() -> work(job, unit), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
            job.move(new ImportState.Completed(units));
        } catch (ImportFailed e) {
            job.move(new ImportState.Failed(e.failure()));
        } catch (RuntimeException e) {
            job.move(new ImportState.Failed(new JobFailure(500, "InternalServerError")));
        }
    }

    private void work(ImportJob job, ImportUnit unit) {
        slots.acquireUninterruptibly();
        try {
            if (job.open()) {
                worker.work(job, unit);
            }
        } catch (ImportFailed e) {
            job.move(new ImportState.Failed(e.failure()));
        } finally {
            slots.release();
        }
    }

    private List<ImportUnit> units(ImportJob job) throws ImportFailed {
        ImportRequest request = job.request();
        List<ImportUnit> units = new ArrayList<>();
        for (ImportInput input : request.inputs()) {
            long size = size(input);
            long offset = 0;
            do {
                long length = Math.min(request.unitBytes(), size - offset);
                units.add(new ImportUnit(ids.next(), input, offset, length));
                offset += length;
            } while (offset < size);
        }
        ImportInput first = request.inputs().getFirst();
        if (job.faults().failure().isPresent()) {
            // As at the real service, the reason of a fault inside is hidden.
            throw new ImportFailed(new JobFailure(job.faults().failure().get(), "InternalServerError"), first);
        }
        try {
            blobs.createContainer(request.errorContainer());
        } catch (BlobStorageException e) {
            throw new ImportFailed(new JobFailure(400, "The error container could not be made."), first);
        }
        return List.copyOf(units);
    }

    private long size(ImportInput input) throws ImportFailed {
        try {
            BlobFacts facts = blobs.facts(input.url());
            if (!input.etag().isEmpty() && !input.etag().equals(facts.etag())) {
                throw new ImportFailed(new JobFailure(400, "Input file Etag not match."), input);
            }
            return facts.size();
        } catch (BlobStorageException e) {
            throw new ImportFailed(new JobFailure(e.getStatusCode(), "The input file could not be accessed."), input);
        }
    }
}
