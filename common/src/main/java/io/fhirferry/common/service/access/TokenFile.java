package io.fhirferry.common.service.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicReference;

/** The token that opens this service, in a file that somebody may replace in time. Only its digest is kept. */
final class TokenFile {

    private final Path file;
    private final AtomicReference<Read> last = new AtomicReference<>(new Read("", new byte[0]));

    /** What was read, and how the file looked then. */
    private record Read(String stamp, byte[] digest) {}

    TokenFile(Path file) {
        this.file = file;
    }

    /**
     * Whether this is the token. Takes the same time whatever it is.
     *
     * @throws IOException when the file cannot be read
     */
    boolean matches(String token) throws IOException {
        return MessageDigest.isEqual(digest(), sha256(token));
    }

    private byte[] digest() throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        String stamp = now.lastModifiedTime() + "/" + now.size() + "/" + now.fileKey();
        Read known = last.get();
        if (known.stamp().equals(stamp)) {
            return known.digest();
        }
        String token = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (token.isEmpty()) {
            throw new IOException("the file is empty");
        }
        Read read = new Read(stamp, sha256(token));
        last.set(read);
        return read.digest();
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
