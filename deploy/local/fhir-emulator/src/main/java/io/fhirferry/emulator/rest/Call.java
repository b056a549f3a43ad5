package io.fhirferry.emulator.rest;

import io.fhirferry.emulator.search.QueryParams;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** The request at hand, as it came over the wire. */
@RequestScoped
public class Call {

    private final HttpServerRequest request;

    Call(HttpServerRequest request) {
        this.request = request;
    }

    /** The root of this server as the caller sees it, without a slash at its end. */
    public String base() {
        return request.scheme() + "://" + request.authority();
    }

    /** The whole URL, as it was sent. */
    public String url() {
        return base() + request.uri();
    }

    /** The path, beginning with a slash. */
    public String path() {
        return request.path();
    }

    /** The HTTP method. */
    public String method() {
        return request.method().name();
    }

    /** The path and query as they were sent. */
    public String uri() {
        return request.uri();
    }

    /** The query parameters. */
    public QueryParams params() {
        return QueryParams.parse(Optional.ofNullable(request.query()).orElse(""));
    }

    /** A header's value; empty when it was not sent. */
    public String header(String name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("");
    }

    /** Whether {@code Prefer} asks that unknown parameters are refused. */
    public boolean strict() {
        return header("Prefer").contains("handling=strict");
    }
}
