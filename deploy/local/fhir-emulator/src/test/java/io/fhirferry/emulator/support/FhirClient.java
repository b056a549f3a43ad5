package io.fhirferry.emulator.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Talks to the emulator under test as any client would. */
public final class FhirClient {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    /** A client of the server at a URL. */
    public FhirClient(URI base) {
        this.base = URI.create(base.getScheme() + "://" + base.getAuthority());
    }

    /** The root of the server, without a slash at its end. */
    public String base() {
        return base.toString();
    }

    /** Sends a request; headers come as name, value, name, value. */
    public HttpResponse<String> send(String method, String pathOrUrl, String body, String... headers) {
        try {
            return http.send(request(method, pathOrUrl, body, headers), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The request that {@link #send} sends. */
    public HttpRequest request(String method, String pathOrUrl, String body, String... headers) {
        URI uri = URI.create(pathOrUrl.startsWith("http") ? pathOrUrl : base + pathOrUrl);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/fhir+json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    /** GET. */
    public HttpResponse<String> get(String pathOrUrl, String... headers) {
        return send("GET", pathOrUrl, "", headers);
    }

    /** GET of JSON that must succeed. */
    public JsonNode json(String pathOrUrl) {
        HttpResponse<String> response = get(pathOrUrl);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    /** The JSON of a response. */
    public static JsonNode json(HttpResponse<String> response) {
        try {
            return MAPPER.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + response.body(), e);
        }
    }

    /** PUT of a resource that must succeed. */
    public HttpResponse<String> put(String path, String resource) {
        HttpResponse<String> response = send("PUT", path, resource);
        assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
        return response;
    }

    /** Loads versions with the dates they have. */
    public void load(String... lines) {
        HttpResponse<String> response = send("POST", "/_emulator/load", String.join("\n", lines));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    /** Orders a fault. */
    public void fault(String json) {
        HttpResponse<String> response = send("POST", "/_emulator/faults", json);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
    }

    /** Makes the emulator forget everything. */
    public void reset() {
        assertThat(send("POST", "/_emulator/reset", "").statusCode()).isEqualTo(204);
    }

    /** All entries of all pages of a search or history. */
    public List<JsonNode> entries(String path) {
        List<JsonNode> entries = new ArrayList<>();
        String next = path;
        while (!next.isEmpty()) {
            JsonNode page = json(next);
            page.path("entry").forEach(entries::add);
            next = "";
            for (JsonNode link : page.path("link")) {
                next = link.path("relation").asText().equals("next")
                        ? link.path("url").asText()
                        : next;
            }
        }
        return entries;
    }

    /** The ids of all matches of a search. */
    public List<String> ids(String path) {
        return entries(path).stream()
                .map(entry -> entry.path("resource").path("id").asText())
                .toList();
    }
}
