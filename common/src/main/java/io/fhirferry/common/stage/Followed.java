package io.fhirferry.common.stage;

/**
 * What came of a step on the way of a job.
 *
 * @param <R> what the job brings when it is done
 */
public sealed interface Followed<R> {

    /** The job is done. The same result comes again when the step is repeated. */
    record Done<R>(R result) implements Followed<R> {}

    /** It is not: the stage waits, or gives this attempt up. */
    record NotDone<R>(WorkResult result) implements Followed<R> {}
}
