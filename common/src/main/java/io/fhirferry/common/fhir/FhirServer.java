package io.fhirferry.common.fhir;

import java.net.URI;

/**
 * A FHIR server as it was configured.
 *
 * @param baseUrl the service base without a trailing slash; its path is part of every request
 * @param dialect how it speaks bulk data
 * @param authorization what it wants to see, and only its own origin gets
 */
public record FhirServer(URI baseUrl, Dialect dialect, Authorization authorization) {

    /**
     * Takes the slash off the base URL.
     *
     * @throws IllegalArgumentException when the base is no absolute http or https URL, or has user information, a query
     *     or a fragment
     */
    public FhirServer {
        if (baseUrl.getRawUserInfo() != null || baseUrl.getRawQuery() != null || baseUrl.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "The base URL of a FHIR server has no user information, query or fragment");
        }
        Origin.of(baseUrl);
        String text = baseUrl.toString();
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        baseUrl = URI.create(text);
    }

    /** Scheme, host and port. */
    public Origin origin() {
        return Origin.of(baseUrl);
    }

    /**
     * A URL below the base.
     *
     * @param path relative and already encoded, such as {@code Patient/p1}; empty for the base itself
     */
    public URI resolve(String path) {
        return resolve(path, Query.EMPTY);
    }

    /** A URL below the base with a query. */
    public URI resolve(String path, Query query) {
        boolean bareHost = path.isEmpty() && baseUrl.getRawPath().isEmpty();
        return URI.create(baseUrl + (path.isEmpty() && !bareHost ? "" : "/" + path) + query);
    }

    /** Names the origin only. */
    @Override
    public String toString() {
        return dialect.key() + " server at " + origin();
    }
}
