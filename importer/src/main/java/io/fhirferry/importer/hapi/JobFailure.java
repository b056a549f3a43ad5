package io.fhirferry.importer.hapi;

import io.fhirferry.common.stage.WorkResult;

/**
 * Why HAPI gave up a job as a whole, without a report on its files.
 *
 * @param code HAPI's own, or empty
 * @param advice what helps; empty when nothing is known
 * @param retryable whether the same files may be taken later
 */
record JobFailure(String code, String advice, boolean retryable) {

    private static final String WORDS = "Its own words are in the report container.";

    static JobFailure of(String code) {
        return switch (code) {
            case "HAPI-2674", "HAPI-2052" ->
                new JobFailure(
                        code,
                        "It cannot read a line of one of the files, and its $import takes a file as a whole or not at all."
                                + " With ferry.import.mode=bundle only that line is refused. " + WORDS,
                        false);
            case "HAPI-2056", "HAPI-2054" ->
                new JobFailure(
                        code,
                        "It could not fetch one of the files. Check that it reaches the account of ferry.import-storage. "
                                + WORDS,
                        true);
            default -> new JobFailure(code, WORDS, true);
        };
    }

    /**
     * What comes of the work.
     *
     * @param what failed, without HAPI's words
     */
    WorkResult.Fail result(String what) {
        return new WorkResult.Fail(what + (code.isEmpty() ? "" : ", " + code) + ". " + advice, retryable);
    }
}
