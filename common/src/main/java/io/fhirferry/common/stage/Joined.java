package io.fhirferry.common.stage;

import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.WindowState;

/** What came of a stage as a whole. */
public sealed interface Joined {

    /**
     * The window moves on.
     *
     * @param next its new state
     * @param account its lines, this stage's figures included
     */
    record Next(WindowState next, Account account) implements Joined {}

    /**
     * The results do not add up.
     *
     * @param reason what does not, in figures
     * @param retryable whether doing the stage afresh may help
     */
    record Fail(String reason, boolean retryable) implements Joined {}

    /** What the source exported is incomplete as a whole: see {@link WorkResult.ExportAgain}. */
    record ExportAgain(String reason) implements Joined {}
}
