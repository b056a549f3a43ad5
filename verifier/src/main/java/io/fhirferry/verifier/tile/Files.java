package io.fhirferry.verifier.tile;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** Opens NDJSON files, wherever they lie. */
public interface Files {

    /**
     * A whole file.
     *
     * @throws IOException when it cannot be opened
     */
    InputStream open(URI url) throws IOException;

    /**
     * A part of a file.
     *
     * @throws IOException when it cannot be read
     */
    byte[] read(URI url, long offset, int length) throws IOException;
}
