package io.fhirferry.emulator.imports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A kick-off that was understood.
 *
 * @param url the request
 * @param inputs the files, in their order
 * @param inputSource stored, but without effect
 * @param initialLoad whether the server gives versions and dates
 * @param allowNegativeVersions whether negative version numbers may be stored
 * @param eventualConsistency stored, but without effect
 * @param errorContainer where error logs go
 * @param unitBytes how many bytes are one unit of work
 */
public record ImportRequest(
        String url,
        List<ImportInput> inputs,
        String inputSource,
        boolean initialLoad,
        boolean allowNegativeVersions,
        boolean eventualConsistency,
        String errorContainer,
        long unitBytes) {

    /** The same for the same request: that is how a repeated one is recognised. */
    String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-1", e);
        }
    }
}
