package io.fhirferry.common.stage;

import java.time.Duration;

/** Whether a window may begin a stage now. */
public sealed interface Admission {

    /** It may. */
    record Now() implements Admission {}

    /**
     * Something else has to happen first.
     *
     * @param pause after which to ask again
     * @param why what has to happen, and what an operator can do; fit for a log
     * @param needsOperator whether nothing will happen by itself
     */
    record NotYet(Duration pause, String why, boolean needsOperator) implements Admission {}
}
