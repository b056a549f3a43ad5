package io.fhirferry.copier;

import java.io.InputStream;

/** What came of opening an exported file. */
sealed interface Opened {

    /**
     * The file can be read.
     *
     * @param in to be closed by whoever reads it; stays on one version of the file to its end
     */
    record Stream(InputStream in) implements Opened {}

    /** The file is not there any more, and only another export can bring it back. */
    record Gone(String reason) implements Opened {}

    /** The file may not be read until somebody changes a configuration. */
    record Refused(String reason) implements Opened {}
}
