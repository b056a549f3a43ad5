package io.fhirferry.emulator.imports;

import io.fhirferry.emulator.jobs.JobFailure;
import java.util.List;

/** How far an import is. */
sealed interface ImportState {

    /** It waits, or looks at its inputs. */
    record Queued() implements ImportState {}

    /**
     * Its units are worked on.
     *
     * @param units all of them
     */
    record Running(List<ImportUnit> units) implements ImportState {}

    /**
     * All units are done.
     *
     * @param units all of them
     */
    record Completed(List<ImportUnit> units) implements ImportState {}

    /**
     * It failed; what was loaded stays.
     *
     * @param failure why
     */
    record Failed(JobFailure failure) implements ImportState {}

    /** The caller cancelled it; what was loaded stays. */
    record Cancelled() implements ImportState {}
}
