package io.fhirferry.common.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fhirferry.common.trace.HopTrace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Makes requests to one server: adds its credential when, and only when, the URL is of its origin, follows redirects of
 * GET within that origin by hand, and reads bodies within bounds. Requests carry the trace of the thread that makes
 * them ({@code traceparent}). May be used by many threads.
 */
public final class FhirHttp {

    private static final int MOST_REDIRECTS = 5;

    private final FhirServer server;
    private final HttpClient client;
    private final Patience patience;
    private final InstantSource clock;
    private final OriginGuard guard;

    /**
     * Requests to a server.
     *
     * @param client follows no redirects and keeps no cookies, see {@link #client()}
     * @param patience for requests that can be repeated
     * @param clock tells how far away a date in {@code Retry-After} is
     * @throws IllegalArgumentException when the client follows redirects: it would carry the credential along
     */
    public FhirHttp(FhirServer server, HttpClient client, Patience patience, InstantSource clock) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(
                    "The HTTP client must not follow redirects: a credential could go along");
        }
        this.server = server;
        this.client = client;
        this.patience = patience;
        this.clock = clock;
        this.guard = new OriginGuard(server.origin());
    }

    /** A client as {@link FhirHttp} wants it. Make one and share it: it holds connections and a thread. */
    public static HttpClient client() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
    }

    /** The server that is asked. */
    public FhirServer server() {
        return server;
    }

    /** Whether the URL would be given the credential. */
    public boolean isHome(URI url) {
        return guard.allows(url);
    }

    /**
     * Opens a file of a finished export, patiently; decoded when it comes compressed. The credential goes along only to
     * the server's own origin, and only when asked for: a capability URL must not get it.
     *
     * @param requiresAccessToken as the manifest says
     * @return to be closed by the caller; reading fails with an {@link IOException} when no byte comes for a minute
     * @throws FhirException when it cannot be opened
     */
    public InputStream download(URI url, boolean requiresAccessToken) {
        FhirRequest request =
                FhirRequest.get("The download of an exported file", url).header("Accept", "application/fhir+ndjson");
        return patience.run(() -> {
            HttpResponse<InputStream> answer = send(request, requiresAccessToken);
            if (answer.statusCode() != 200) {
                throw FhirException.refused(request.toString(), readWhole(request, answer));
            }
            return AnswerBody.decoded(answer);
        });
    }

    /** One attempt; every status is returned. */
    FhirResponse exchange(FhirRequest request) {
        return readWhole(request, send(request, true));
    }

    /** As many attempts as patience has, for requests that can be repeated; every lasting status is returned. */
    FhirResponse patiently(FhirRequest request) {
        return patience.run(() -> {
            FhirResponse response = exchange(request);
            if (response.isTransient()) {
                throw FhirException.refused(request.toString(), response);
            }
            return response;
        });
    }

    /** As {@link #patiently}, and success is required. */
    FhirResponse fetch(FhirRequest request) {
        FhirResponse response = patiently(request);
        if (!response.ok()) {
            throw FhirException.refused(request.toString(), response);
        }
        return response;
    }

    /** Reads the body of a success as a stream, patiently; the reader may be called again after a broken answer. */
    <T> T fetch(FhirRequest request, BodyReader<T> reader) {
        return patience.run(() -> {
            HttpResponse<InputStream> answer = send(request, true);
            if (answer.statusCode() / 100 != 2) {
                throw FhirException.refused(request.toString(), readWhole(request, answer));
            }
            try (InputStream body = AnswerBody.decoded(answer)) {
                T read = reader.read(body);
                // What follows the JSON is read too: a connection is used again only when its answer was read whole.
                body.readNBytes(FhirRequest.ERROR_LIMIT);
                return read;
            } catch (JsonProcessingException | BundlePage.NotABundle e) {
                throw FhirException.unusable(request.toString(), "not with the JSON expected", withoutBody(answer));
            } catch (IOException e) {
                throw IoFailures.of(request, e);
            }
        });
    }

    /** The Date header of an answer of any status but a transient failure, patiently; or empty. */
    String dateOf(FhirRequest request) {
        return patience.run(() -> {
            HttpResponse<InputStream> answer = send(request, true);
            FhirResponse head = withoutBody(answer);
            close(answer);
            if (head.isTransient()) {
                throw FhirException.refused(request.toString(), head);
            }
            return head.header("Date").orElse("").strip();
        });
    }

    /** Takes a body in as it comes. */
    @FunctionalInterface
    interface BodyReader<T> {
        T read(InputStream body) throws IOException;
    }

    private FhirResponse withoutBody(HttpResponse<InputStream> answer) {
        return new FhirResponse(answer.uri(), answer.statusCode(), answer.headers(), new byte[0], clock);
    }

    private static void close(HttpResponse<InputStream> answer) {
        try {
            answer.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException("A body that is not read can always be closed", e);
        }
    }

    private HttpResponse<InputStream> send(FhirRequest request, boolean withCredential) {
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

    private FhirResponse readWhole(FhirRequest request, HttpResponse<InputStream> answer) {
        boolean ok = answer.statusCode() / 100 == 2;
        int limit = ok ? request.bodyLimit() : request.errorLimit();
        try (InputStream body = AnswerBody.decoded(answer)) {
            byte[] bytes = body.readNBytes(limit);
            if (ok && bytes.length == limit && body.read() >= 0) {
                throw FhirException.of(
                        FhirException.Reason.ANSWER_TOO_LARGE,
                        false,
                        request + " was answered with more than " + limit + " bytes. Ask for less at a time.");
            }
            return new FhirResponse(answer.uri(), answer.statusCode(), answer.headers(), bytes, clock);
        } catch (IOException e) {
            if (!ok) {
                return new FhirResponse(answer.uri(), answer.statusCode(), answer.headers(), new byte[0], clock);
            }
            throw IoFailures.of(request, e);
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
