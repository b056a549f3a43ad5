package io.fhirferry.verifier.tile;

import io.fhirferry.common.window.WindowRow;

/** Knows which lines of a window the destination refused. */
@FunctionalInterface
interface RejectedLines {

    /** The refused lines of the window. */
    Rejected of(WindowRow row);
}
