package io.fhirferry.emulator.export;

import io.fhirferry.emulator.jobs.JobFailure;
import java.time.Instant;
import java.util.List;

/** How far an export is. */
public sealed interface ExportState {

    /** It waits or works. */
    record Running() implements ExportState {}

    /**
     * All files are written.
     *
     * @param files all of them
     * @param at when the last was
     */
    record Completed(List<ExportFile> files, Instant at) implements ExportState {}

    /**
     * It failed.
     *
     * @param failure why
     */
    record Failed(JobFailure failure) implements ExportState {}

    /** The caller cancelled it. */
    record Cancelled() implements ExportState {}
}
