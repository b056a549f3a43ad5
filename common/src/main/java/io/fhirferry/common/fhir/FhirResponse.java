package io.fhirferry.common.fhir;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An answer, read to its end.
 *
 * <p>{@link #toString()} is fit for a message: status, codes and request id, never the body.
 */
public final class FhirResponse {

    private static final List<String> REQUEST_IDS = List.of("X-Request-Id", "x-ms-request-id", "x-correlation-id");
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:|=+/-]{1,128}");

    private final URI url;
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;
    private final RetryAfter retryAfter;
    private final OutcomeIssue issue;

    FhirResponse(URI url, int status, HttpHeaders headers, byte[] body, InstantSource clock) {
        this.url = url;
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.retryAfter = RetryAfter.of(headers, clock);
        this.issue = status < 300 ? OutcomeIssue.NONE : OperationOutcomes.firstIssue(body);
    }

    /** An answer of status 200 whose body was kept. */
    static FhirResponse kept(URI url, byte[] body) {
        return new FhirResponse(
                url, 200, HttpHeaders.of(Map.of(), (name, value) -> true), body, InstantSource.system());
    }

    /** Where it came from, after redirects. */
    public URI url() {
        return url;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Whether the status is 2xx. */
    public boolean ok() {
        return status / 100 == 2;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The body, decoded; cut after 64 KiB when the status is no success. Not to be changed. */
    public byte[] body() {
        return body;
    }

    /** How long the server asks to wait. */
    public RetryAfter retryAfter() {
        return retryAfter;
    }

    /** The first issue of an error's OperationOutcome. */
    public OutcomeIssue issue() {
        return issue;
    }

    /** The server's id for the request, or empty. */
    public String requestId() {
        return REQUEST_IDS.stream()
                .flatMap(name -> headers.firstValue(name).stream())
                .filter(id -> REQUEST_ID.matcher(id).matches())
                .findFirst()
                .orElse("");
    }

    /** Whether the same request may succeed later: 408, 429, and 5xx except those that say it never will. */
    public boolean isTransient() {
        return status == 408 || status == 429 || status >= 500 && status != 501 && status != 505;
    }

    /** Status, codes and request id. */
    @Override
    public String toString() {
        return "HTTP " + status
                + (issue.toString().isEmpty() ? "" : ", issue " + issue)
                + (requestId().isEmpty() ? "" : ", request id " + requestId());
    }
}
