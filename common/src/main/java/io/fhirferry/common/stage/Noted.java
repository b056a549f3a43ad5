package io.fhirferry.common.stage;

/** What came of an attempt to write something down about a job. */
public sealed interface Noted {

    /** The job as it stands in the table now, whoever wrote it. */
    Job job();

    /** It is written. */
    record Done(Job job) implements Noted {}

    /** Somebody else has written: what the job became counts, not what was to be written. */
    record Conflict(Job job) implements Noted {}
}
