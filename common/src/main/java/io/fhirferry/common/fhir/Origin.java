package io.fhirferry.common.fhir;

import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and port of a URL (RFC 6454): what a credential is bound to.
 *
 * @param scheme {@code http} or {@code https}, in lower case
 * @param host in lower case
 * @param port never -1: the scheme's own when the URL names none
 */
public record Origin(String scheme, String host, int port) {

    /**
     * The origin of an absolute http or https URL.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Origin of(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("Only an absolute http or https URL has an origin");
        }
        int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, url.getHost().toLowerCase(Locale.ROOT), port);
    }

    /** As it stands at the beginning of a URL. */
    @Override
    public String toString() {
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host + (usual ? "" : ":" + port);
    }
}
