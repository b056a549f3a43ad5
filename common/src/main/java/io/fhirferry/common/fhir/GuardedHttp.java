package io.fhirferry.common.fhir;

import io.fhirferry.common.trace.HopTrace;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Sends requests to one server: adds its credential when, and only when, the URL is of its origin, and follows redirects of
 * GET within that origin by hand. Requests carry the trace of the thread that makes them ({@code traceparent}). May be used
 * by many threads.
 */
final class GuardedHttp {

    private static final int MOST_REDIRECTS = 5;

    private final FhirServer server;
    private final HttpClient client;
    private final OriginGuard guard;

    /**
     * Requests to a server.
     *
     * @throws IllegalArgumentException when the client follows redirects: it would carry the credential along
     */
    GuardedHttp(FhirServer server, HttpClient client) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(
                    "The HTTP client must not follow redirects: a credential could go along");
        }
        this.server = server;
        this.client = client;
        this.guard = new OriginGuard(server.origin());
    }

    FhirServer server() {
        return server;
    }

    /** Whether the URL would be given the credential. */
    boolean isHome(URI url) {
        return guard.allows(url);
    }

    /**
     * One attempt.
     *
     * @param withCredential whether the server's own origin gets the credential
     * @return an answer of any status but a redirect; its body is to be closed by the caller
     * @throws FhirException when there is no answer, or one that leads to another origin
     */
    HttpResponse<InputStream> send(FhirRequest request, boolean withCredential) {
        FhirRequest next = request;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            boolean home = guard.allows(next.url());
            HttpResponse<InputStream> answer = sendOnce(next, withCredential && home);
            if (answer.statusCode() == 401
                    && withCredential
                    && home
                    && server.authorization().renew()) {
                discard(answer);
                answer = sendOnce(next, true);
            }
            if (!isRedirect(answer)) {
                requireHome(next, answer, home, withCredential);
                return answer;
            }
            discard(answer);
            next = next.at(target(next, answer));
        }
        throw FhirException.of(
                FhirException.Reason.UNUSABLE_ANSWER,
                false,
                request + " was redirected more than " + MOST_REDIRECTS + " times. Check the URL of this server.");
    }

    private HttpResponse<InputStream> sendOnce(FhirRequest request, boolean withCredential) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.url())
                .timeout(request.timeout())
                .header("User-Agent", "fhir-ferry")
                .header("Accept-Encoding", "gzip")
                .method(
                        request.method(),
                        request.body().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(request.body()));
        if (!"https".equalsIgnoreCase(request.url().getScheme())) {
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        if (server.dialect().cachesSearches()) {
            builder.setHeader("Cache-Control", "no-cache");
        }
        HopTrace.headers().forEach(builder::setHeader);
        request.headers().forEach(builder::setHeader);
        if (withCredential) {
            server.authorization().value().ifPresent(value -> builder.setHeader("Authorization", value));
        }
        try {
            return client.send(builder.build(), answer -> new TimedBody(request.timeout()));
        } catch (IOException e) {
            throw IoFailures.of(request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FhirException.of(FhirException.Reason.INTERRUPTED, true, request + " was told to stop.");
        }
    }

    private static boolean isRedirect(HttpResponse<InputStream> answer) {
        return switch (answer.statusCode()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private URI target(FhirRequest request, HttpResponse<InputStream> answer) {
        URI target;
        try {
            target = Urls.resolve(
                    request.url(), answer.headers().firstValue("Location").orElse(""));
        } catch (IllegalArgumentException e) {
            target = URI.create("");
        }
        boolean sameOrigin = new OriginGuard(Origin.of(request.url())).allows(target);
        if (!request.method().equals("GET") || !sameOrigin) {
            throw FhirException.of(
                    FhirException.Reason.ELSEWHERE,
                    false,
                    request + " was redirected (HTTP " + answer.statusCode() + ") "
                            + (sameOrigin ? "" : "to another origin, where its credential must not go, ")
                            + "and was not followed. Configure the URL that the server redirects to.");
        }
        return target;
    }

    private void requireHome(
            FhirRequest request, HttpResponse<InputStream> answer, boolean home, boolean withCredential) {
        if (withCredential && !home && (answer.statusCode() == 401 || answer.statusCode() == 403)) {
            discard(answer);
            throw FhirException.of(
                    FhirException.Reason.ELSEWHERE,
                    false,
                    request + " was refused (HTTP " + answer.statusCode() + "). It is another origin than "
                            + server.origin() + ", so it got no credential. Configure the URL by which the server names"
                            + " itself.");
        }
    }

    private static void discard(HttpResponse<InputStream> answer) {
        try (InputStream body = answer.body()) {
            body.readNBytes(FhirRequest.ERROR_LIMIT);
        } catch (IOException e) {
            // The answer was not wanted; its connection is not used again.
            return;
        }
    }
}
