package io.fhirferry.common.fhir;

import java.net.URI;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request to be made.
 *
 * @param what the operation as it stands at the beginning of a message: no ids, no query
 * @param method the HTTP method
 * @param url absolute
 * @param headers besides those that every request has
 * @param body empty for none
 * @param timeout until the answer's headers are there, and between two pieces of its body
 * @param bodyLimit most bytes of a successful answer's body, decoded
 * @param errorLimit most bytes that are read of any other answer's body, decoded; what follows is cut off
 */
record FhirRequest(
        String what,
        String method,
        URI url,
        SortedMap<String, String> headers,
        byte[] body,
        Duration timeout,
        int bodyLimit,
        int errorLimit) {

    static final Duration TIMEOUT = Duration.ofSeconds(60);
    static final int BODY_LIMIT = 32 << 20;
    static final int ERROR_LIMIT = 64 << 10;
    static final String FHIR_JSON = "application/fhir+json";

    FhirRequest {
        headers = new TreeMap<>(headers);
    }

    static FhirRequest get(String what, URI url) {
        return of(what, "GET", url, new byte[0]).header("Accept", FHIR_JSON);
    }

    static FhirRequest delete(String what, URI url) {
        return of(what, "DELETE", url, new byte[0]).header("Accept", FHIR_JSON);
    }

    static FhirRequest post(String what, URI url, byte[] body) {
        return of(what, "POST", url, body).header("Accept", FHIR_JSON).header("Content-Type", FHIR_JSON);
    }

    static FhirRequest put(String what, URI url, byte[] body) {
        return of(what, "PUT", url, body).header("Accept", FHIR_JSON).header("Content-Type", FHIR_JSON);
    }

    FhirRequest header(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new FhirRequest(what, method, url, more, body, timeout, bodyLimit, errorLimit);
    }

    /** A write whose {@code meta} takes the place of that of the version before, also where servers would merge the two. */
    FhirRequest replacingMeta(Dialect dialect) {
        return dialect.mergesMeta() ? header("X-Meta-Snapshot-Mode", "TAG,PROFILE,SECURITY_LABEL") : this;
    }

    FhirRequest timeout(Duration other) {
        return new FhirRequest(what, method, url, headers, body, other, bodyLimit, errorLimit);
    }

    FhirRequest bodyLimit(int other) {
        return new FhirRequest(what, method, url, headers, body, timeout, other, errorLimit);
    }

    FhirRequest errorLimit(int other) {
        return new FhirRequest(what, method, url, headers, body, timeout, bodyLimit, other);
    }

    FhirRequest at(URI other) {
        return new FhirRequest(what, method, other, headers, body, timeout, bodyLimit, errorLimit);
    }

    /** What a message says of the request. */
    @Override
    public String toString() {
        return what + " at " + Origin.of(url);
    }

    private static FhirRequest of(String what, String method, URI url, byte[] body) {
        return new FhirRequest(what, method, url, new TreeMap<>(), body, TIMEOUT, BODY_LIMIT, ERROR_LIMIT);
    }
}
