package io.fhirferry.emulator.export;

import io.fhirferry.emulator.blobs.Blobs;
import io.fhirferry.emulator.config.EmulatorConfig;
import io.fhirferry.emulator.faults.FaultKind;
import io.fhirferry.emulator.jobs.JobFailure;
import io.fhirferry.emulator.jobs.JobIds;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.search.Pages;
import io.fhirferry.emulator.store.Slice;
import io.fhirferry.emulator.store.Store;
import io.fhirferry.emulator.store.Version;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** Does the work of one export. */
@ApplicationScoped
public class ExportRunner {

    private final EmulatorConfig config;
    private final Store store;
    private final Pages pages;
    private final Blobs blobs;
    private final JobIds ids;
    private final Compartments compartments;
    private final Clock clock;

    ExportRunner(
            EmulatorConfig config,
            Store store,
            Pages pages,
            Blobs blobs,
            JobIds ids,
            Compartments compartments,
            Clock clock) {
        this.config = config;
        this.store = store;
        this.pages = pages;
        this.blobs = blobs;
        this.ids = ids;
        this.compartments = compartments;
        this.clock = clock;
    }

    /** Runs a job to its end, whatever that is. */
    void run(ExportJob job) {
        if (job.faults().has(FaultKind.STUCK)) {
            return;
        }
        try {
            job.end(work(job));
        } catch (FhirFailure e) {
            job.end(new ExportState.Failed(new JobFailure(e.status(), e.getMessage())));
        } catch (RuntimeException e) {
            job.end(new ExportState.Failed(JobFailure.of(e)));
        }
    }

    private ExportState work(ExportJob job) {
        if (job.faults().failure().isPresent()) {
            int status = job.faults().failure().get();
            return new ExportState.Failed(new JobFailure(status, "The export failed, as it was told to."));
        }
        ExportFiles files = new ExportFiles(job, blobs, ids);
        ExportRequest request = job.request();
        ExportWindow window =
                ExportWindow.of(config.profile(), request, job.created().toEpochMilli());
        ExportScope scope =
                request.level() == ExportLevel.SYSTEM ? ExportScope.EVERYTHING : compartments.scope(request, window);
        if (!job.faults().has(FaultKind.EMPTY)) {
            for (String type : pages.types(request.types())) {
                write(job, files, window, scope, type);
            }
        }
        return new ExportState.Completed(files.all(), clock.instant());
    }

    private void write(ExportJob job, ExportFiles files, ExportWindow window, ExportScope scope, String type) {
        int limit = job.request().maxCount();
        Slice slice = Slice.of(window.range());
        List<Version> page = store.page(type, slice, limit, window.choice());
        while (!page.isEmpty() && job.running()) {
            List<Version> lines = page.stream().flatMap(scope::lines).toList();
            if (!lines.isEmpty()) {
                files.write(type, lines);
            }
            slice = slice.beyond(page.getLast());
            page = store.page(type, slice, limit, window.choice());
        }
    }
}
