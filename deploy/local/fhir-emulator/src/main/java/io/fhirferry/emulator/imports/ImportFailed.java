package io.fhirferry.emulator.imports;

import io.fhirferry.emulator.jobs.JobFailure;

/** The whole job must fail because of one input. */
final class ImportFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient JobFailure failure;

    ImportFailed(JobFailure failure, ImportUnit unit) {
        this(failure, unit.input());
    }

    ImportFailed(JobFailure failure, ImportInput input) {
        super(failure.reason());
        this.failure = new JobFailure(failure.status(), failure.reason() + " ErrorFile: " + input.url());
    }

    /** What the polls answer. */
    JobFailure failure() {
        return failure;
    }
}
