package io.fhirferry.verifier.tile;

import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.verifier.compare.Side;

/** How the right side is obtained. */
interface DestinationContent {

    /** Does the next step towards the right side. */
    Step next(Work work, StagedContent left);

    /** What came of a step. */
    sealed interface Step {

        /**
         * The right side can be read.
         *
         * @param done to be run when it has been
         */
        record Ready(Side side, Runnable done) implements Step {}

        /** The stage waits, or gives up this attempt. */
        record NotYet(WorkResult result) implements Step {}
    }
}
