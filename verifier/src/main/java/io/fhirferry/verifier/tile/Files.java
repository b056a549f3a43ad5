package io.fhirferry.verifier.tile;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** Opens NDJSON files, wherever they lie. */
public interface Files {

    /**
     * A whole file.
     *
     * @param etag of the version that is meant, without quotes; empty for whatever is there
     * @throws IOException when it cannot be opened
     * @throws io.fhirferry.verifier.compare.SideFaultException when another version is there
     */
    InputStream open(URI url, String etag) throws IOException;

    /**
     * A part of a file.
     *
     * @param etag as for {@link #open}
     * @throws IOException when it cannot be read
     */
    byte[] read(URI url, String etag, long offset, int length) throws IOException;
}
