package io.fhirferry.emulator.imports;

import com.azure.storage.blob.models.BlobStorageException;
import io.fhirferry.emulator.blobs.Blobs;
import io.fhirferry.emulator.blobs.Lines;
import io.fhirferry.emulator.jobs.JobFailure;
import io.fhirferry.emulator.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loads one unit in batches. */
@ApplicationScoped
class UnitWorker {

    private static final int BATCH = 1000;

    private final Blobs blobs;
    private final Store store;
    private final SharedDates sharedDates;
    private final Clock clock;

    UnitWorker(Blobs blobs, Store store, SharedDates sharedDates, Clock clock) {
        this.blobs = blobs;
        this.store = store;
        this.sharedDates = sharedDates;
        this.clock = clock;
    }

    /**
     * Loads a unit, unless the job ends meanwhile.
     *
     * @throws ImportFailed when the whole job must fail
     */
    void work(ImportJob job, ImportUnit unit) throws ImportFailed {
        ImportRequest request = job.request();
        String name = unit.input().type() + job.id() + "_" + unit.id() + ".ndjson";
        UnitResult result;
        try (ErrorLog errors = new ErrorLog(blobs, request.errorContainer(), name, unit.offset())) {
            long loaded = unit.length() == 0 ? 0 : load(job, unit, errors);
            result = new UnitResult(loaded, errors.count(), errors.url());
        } catch (BlobStorageException e) {
            throw new ImportFailed(
                    new JobFailure(400, "The input file could not be read: " + e.getErrorCode() + "."), unit);
        } catch (IOException e) {
            throw new ImportFailed(new JobFailure(400, "The input file could not be read."), unit);
        }
        unit.end(result);
    }

    private long load(ImportJob job, ImportUnit unit, ErrorLog errors) throws IOException, ImportFailed {
        LineReader reader =
                new LineReader(job.request().initialLoad(), unit.input().type(), clock);
        Merge merge = job.request().initialLoad()
                ? new InitialMerge(store, clock)
                : new IncrementalMerge(store, clock, job.request().allowNegativeVersions());
        long loaded = 0;
        try (InputStream stream = blobs.read(unit.input().url(), unit.offset())) {
            UnitLines lines = new UnitLines(new Lines(stream), unit.offset(), unit.length());
            List<Candidate> batch = new ArrayList<>(BATCH);
            Optional<byte[]> line = lines.next();
            while (line.isPresent() && job.open()) {
                Optional<String> refusal = job.faults().refusal(lines.number());
                if (refusal.isPresent()) {
                    errors.add(lines.number(), refusal.get());
                } else {
                    read(reader, lines.number(), line.get(), batch, errors);
                }
                line = lines.next();
                if (batch.size() == BATCH || line.isEmpty()) {
                    loaded += store(unit, merge, batch, errors);
                    batch.clear();
                }
            }
        }
        return loaded;
    }

    private static void read(LineReader reader, long number, byte[] line, List<Candidate> batch, ErrorLog errors) {
        try {
            batch.add(reader.read(number, line));
        } catch (BadLine e) {
            errors.add(number, e.getMessage());
        }
    }

    private long store(ImportUnit unit, Merge merge, List<Candidate> batch, ErrorLog errors) throws ImportFailed {
        MergeResult result = merge.merge(batch);
        for (Candidate line : result.duplicates()) {
            errors.add(
                    line.line(),
                    "Failed to import duplicate resource, resource id: " + line.id() + ", line: " + line.line());
        }
        for (Candidate line : result.conflicts()) {
            errors.add(
                    line.line(),
                    "Failed to import resource with version conflict, resource id: " + line.id() + ", line: "
                            + line.line());
        }
        if (sharedDates.tooMany(result.loaded())) {
            throw new ImportFailed(new JobFailure(400, SharedDates.MESSAGE), unit);
        }
        return result.loaded().size();
    }
}
