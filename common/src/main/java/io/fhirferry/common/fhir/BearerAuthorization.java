package io.fhirferry.common.fhir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** A token from outside (RFC 6750): a fixed one, or one in a file that somebody replaces in time. */
final class BearerAuthorization implements Authorization {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    private static final int LONGEST = 64 << 10;

    private final Source source;

    private BearerAuthorization(Source source) {
        this.source = source;
    }

    static BearerAuthorization of(String token) {
        String header = header(token, "the configured token");
        return new BearerAuthorization(() -> header);
    }

    static BearerAuthorization of(Path file) {
        return new BearerAuthorization(new TokenFile(file));
    }

    /** Where the header's value comes from. */
    @FunctionalInterface
    private interface Source {
        String header();
    }

    @Override
    public Optional<String> value() {
        return Optional.of(source.header());
    }

    @Override
    public boolean renew() {
        return source instanceof TokenFile file && file.changed();
    }

    @Override
    public String toString() {
        return "bearer";
    }

    /** Checked here, because the HTTP client would quote a token that it does not like. */
    static String header(String token, String where) {
        if (!TOKEN.matcher(token).matches()) {
            throw FhirException.of(
                    FhirException.Reason.NO_CREDENTIAL,
                    false,
                    "There is no usable bearer token in " + where + ". Put the bare token there, without 'Bearer'.");
        }
        return "Bearer " + token;
    }

    private record TokenFile(Path file, AtomicReference<Read> last) implements Source {

        /** What was read, and how the file looked then. */
        private record Read(Object stamp, String header) {}

        TokenFile(Path file) {
            this(file, new AtomicReference<>(new Read("", "")));
        }

        @Override
        public String header() {
            Object stamp = stamp();
            Read known = last.get();
            if (known.stamp().equals(stamp)) {
                return known.header();
            }
            Read read = new Read(stamp, BearerAuthorization.header(content(), "the token file " + file));
            last.set(read);
            return read.header();
        }

        boolean changed() {
            return !last.get().stamp().equals(stamp());
        }

        private Object stamp() {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return now.lastModifiedTime() + "/" + now.size() + "/" + now.fileKey();
            } catch (IOException e) {
                throw missing(e);
            }
        }

        private String content() {
            try {
                if (Files.size(file) > LONGEST) {
                    throw new IOException("longer than " + LONGEST + " bytes");
                }
                return Files.readString(file, StandardCharsets.US_ASCII).strip();
            } catch (IOException e) {
                throw missing(e);
            }
        }

        private FhirException missing(IOException e) {
            return FhirException.of(
                    FhirException.Reason.NO_CREDENTIAL,
                    true,
                    "The token file " + file
                            + " cannot be read. Mount it where the token-file key of this server says.",
                    e);
        }
    }
}
