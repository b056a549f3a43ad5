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
import java.util.Optional;

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
        int cancelled = 0;
        int starting = 0;
        int notCancelled = 0;
        for (SharedJob job : jobs.open()) {
            switch (end(job)) {
                case CANCELLED -> cancelled++;
                case STARTING -> starting++;
                case NOT_CANCELLED -> notCancelled++;
                case OVER -> {
                    // It came to its end by itself.
                }
            }
        }
        return new Ended(cancelled, starting, notCancelled);
    }

    /** Tried again as long as somebody else writes: whoever follows the job notes each look at it. */
    private JobEnd end(SharedJob job) {
        Optional<SharedJob> current = Optional.of(job);
        while (current.filter(SharedJob::isOpen).isPresent()) {
            SharedJob open = current.get();
            boolean started = !open.url().isEmpty();
            if (started && !cancel(open)) {
                return JobEnd.NOT_CANCELLED;
            }
            if (jobs.end(open.ended(Job.Status.CANCELLED), List.of())) {
                return started ? JobEnd.CANCELLED : JobEnd.STARTING;
            }
            current = jobs.find(job.id());
        }
        return JobEnd.OVER;
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
