package io.fhirferry.importer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Writes what is read to another place too. */
final class CopyingStream extends FilterInputStream {

    private final OutputStream copy;

    /**
     * A stream that is read once from its first to its last byte.
     *
     * @param copy not closed
     */
    CopyingStream(InputStream in, OutputStream copy) {
        super(in);
        this.copy = copy;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next >= 0) {
            copy.write(next);
        }
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count > 0) {
            copy.write(target, offset, count);
        }
        return count;
    }
}
