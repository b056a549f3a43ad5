package io.fhirferry.common.stage;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import java.util.List;
import java.util.Optional;

/**
 * Remembers the jobs that were started at FHIR servers, so that a crash leaves none running unknown. A message may be
 * live at two replicas: of two that write about the same job, only the one that has read the last version succeeds, and
 * the other learns what the job became.
 */
public interface JobStore {

    /** The job of this attempt, or empty when none was intended. */
    Optional<Job> find(WindowId window, StageName stage, String attempt);

    /**
     * Stores the intent to start a job.
     *
     * @param name tells this attempt's output from any other's
     * @return done for exactly one caller, who alone may start the job; a conflict, with the job as it stands, for
     *     everybody else
     */
    Noted intend(WindowId window, StageName stage, String attempt, String name);

    /**
     * Stores what became of the job.
     *
     * @param job made from what this store returned
     * @throws IllegalStateException when the job has no row any more
     */
    Noted update(Job job);

    /** All jobs of a window's stage, for cancelling and for the report. */
    List<Job> list(WindowId window, StageName stage);
}
