package io.fhirferry.common.fhir;

import java.net.URI;

/** Resolves what servers write where a URL is expected. */
final class Urls {

    private Urls() {}

    /**
     * Resolves a reference as RFC 3986 says; the JDK follows its predecessor, which loses the last segment of the path
     * before a bare query, and knows no path to begin from when the base has none.
     *
     * @throws IllegalArgumentException when the reference is no URL; the message may quote it
     */
    static URI resolve(URI base, String reference) {
        String text = reference.strip();
        if (text.startsWith("?")) {
            String whole = base.toString();
            int end = whole.indexOf('?') >= 0 ? whole.indexOf('?') : whole.length();
            return URI.create(whole.substring(0, end) + text);
        }
        return (base.getRawPath().isEmpty() ? base.resolve("/") : base).resolve(text);
    }
}
