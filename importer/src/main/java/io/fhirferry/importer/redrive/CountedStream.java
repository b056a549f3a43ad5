package io.fhirferry.importer.redrive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and digests what passes, so that a file is read once for its lines and for what it is as a whole. */
final class CountedStream extends FilterInputStream {

    private final MessageDigest sha256;
    private long bytes;

    CountedStream(InputStream in) {
        super(in);
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next >= 0) {
            sha256.update((byte) next);
            bytes++;
        }
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count > 0) {
            sha256.update(target, offset, count);
            bytes += count;
        }
        return count;
    }

    /** Bytes that passed. */
    long bytes() {
        return bytes;
    }

    /** SHA-256 of what passed, in hexadecimal digits; to be called once. */
    String digest() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
