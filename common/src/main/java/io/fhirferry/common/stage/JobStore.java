package io.fhirferry.common.stage;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import java.util.List;
import java.util.Optional;

/** Remembers the jobs that were started at FHIR servers, so that a crash leaves none running unknown. */
public interface JobStore {

    /** The job of this attempt, or empty when none was intended. */
    Optional<Job> find(WindowId window, StageName stage, String attempt);

    /**
     * Stores the intent to start a job.
     *
     * @param name tells this attempt's output from any other's
     * @return the job as stored; when somebody stored it before, theirs
     */
    Job intend(WindowId window, StageName stage, String attempt, String name);

    /** Stores what became of the job. */
    void update(Job job);

    /** All jobs of a window's stage, for cancelling and for the report. */
    List<Job> list(WindowId window, StageName stage);
}
