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

    /**
     * The stage has got somewhere, and begins afresh with what is left: under a new attempt, so that outputs and jobs get
     * new names.
     *
     * @param next the state from which it begins
     * @param account the lines as far as they are accounted for before this stage
     * @param reason what is left and why, in figures
     */
    record Again(WindowState.Waiting next, Account account, String reason) implements Joined {}

    /** What the source exported is incomplete as a whole: see {@link WorkResult.ExportAgain}. */
    record ExportAgain(String reason) implements Joined {}
}
