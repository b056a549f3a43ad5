package io.fhirferry.common.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Makes requests to one server, as patiently as they bear it, and reads bodies within bounds. Its credential goes where
 * {@link GuardedHttp} lets it go. May be used by many threads.
 */
public final class FhirHttp {

    private final GuardedHttp http;
    private final Patience patience;
    private final InstantSource clock;

    /**
     * Requests to a server.
     *
     * @param client follows no redirects and keeps no cookies, see {@link #client()}
     * @param patience for requests that can be repeated
     * @param clock tells how far away a date in {@code Retry-After} is
     * @throws IllegalArgumentException when the client follows redirects: it would carry the credential along
     */
    public FhirHttp(FhirServer server, HttpClient client, Patience patience, InstantSource clock) {
        this.http = new GuardedHttp(server, client);
        this.patience = patience;
        this.clock = clock;
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
        return http.server();
    }

    /** Whether the URL would be given the credential. */
    public boolean isHome(URI url) {
        return http.isHome(url);
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
            HttpResponse<InputStream> answer = http.send(request, requiresAccessToken);
            if (answer.statusCode() != 200) {
                throw FhirException.refused(request.toString(), readWhole(request, answer));
            }
            return AnswerBody.decoded(answer);
        });
    }

    /** One attempt; every status is returned. */
    FhirResponse exchange(FhirRequest request) {
        return readWhole(request, http.send(request, true));
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
            HttpResponse<InputStream> answer = http.send(request, true);
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
            HttpResponse<InputStream> answer = http.send(request, true);
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
}
