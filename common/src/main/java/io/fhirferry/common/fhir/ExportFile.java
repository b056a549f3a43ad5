package io.fhirferry.common.fhir;

import java.net.URI;

/**
 * A file that an export made.
 *
 * @param type what its lines are, or empty when the server does not say
 * @param url where it is, absolute; often on another origin than the server
 * @param count its lines as the server counted them, or {@link #UNCOUNTED}
 */
public record ExportFile(String type, URI url, long count) {

    /** The server does not say how many lines there are. */
    public static final long UNCOUNTED = -1;

    /** Whether the server says how many lines there are. */
    public boolean counted() {
        return count >= 0;
    }
}
