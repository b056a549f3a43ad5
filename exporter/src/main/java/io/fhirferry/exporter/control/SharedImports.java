package io.fhirferry.exporter.control;

import static io.fhirferry.exporter.control.ControlLog.LOG;

import io.fhirferry.common.fhir.Cancellation;
import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.stage.Job;
import io.fhirferry.common.stage.SharedJob;
import io.fhirferry.common.stage.SharedJobStore;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import java.net.URI;
import java.util.List;

/** Ends the imports that windows share. Who was just starting one finds it ended, and cancels it at the destination. */
final class SharedImports {

    private final SharedJobStore jobs;
    private final ServerJobs servers;

    SharedImports(SharedJobStore jobs, ServerJobs servers) {
        this.jobs = jobs;
        this.servers = servers;
    }

    /**
     * What came of it.
     *
     * @param cancelled how many jobs the destination ended
     * @param starting how many it was perhaps just being asked to begin
     * @param notCancelled how many may still run
     */
    record Ended(int cancelled, int starting, int notCancelled) {}

    /** Lets no import take files of a window that was taken back. */
    void forget(WindowId window) {
        jobs.forget(window);
    }

    /** Ends all of them. */
    Ended end() {
        List<SharedJob> open = jobs.open();
        int cancelled = 0;
        int starting = 0;
        int notCancelled = 0;
        for (SharedJob job : open) {
            if (!job.url().isEmpty() && !cancel(job)) {
                notCancelled++;
            } else if (!jobs.end(job.ended(Job.Status.CANCELLED), List.of())) {
                // It has just begun, or come to its end: the next stop sees which.
                notCancelled++;
            } else if (job.url().isEmpty()) {
                starting++;
            } else {
                cancelled++;
            }
        }
        return new Ended(cancelled, starting, notCancelled);
    }

    private boolean cancel(SharedJob job) {
        try {
            if (servers.cancel(StageName.IMPORT, URI.create(job.url())) != Cancellation.UNSUPPORTED) {
                return true;
            }
            LOG.importNotCancelled(job.id(), "this server cannot cancel such a job");
        } catch (FhirException e) {
            LOG.importNotCancelled(job.id(), e.getMessage());
        }
        return false;
    }
}
