package io.fhirferry.common.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A FHIR server on the loopback address whose current resources can be read, one by one and by batches. */
public final class ReadableServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DELETED = "";

    private final HttpServer server;
    private final Map<String, String> resources = new ConcurrentHashMap<>();
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private volatile int refusal;

    /** An empty one. */
    public ReadableServer() {
        server = Loopback.serving(this::handle);
    }

    /** Has a resource from now on, in these bytes. */
    public void put(String reference, String resource) {
        resources.put(reference, resource);
    }

    /** Has deleted a resource, and says so. */
    public void delete(String reference) {
        resources.put(reference, DELETED);
    }

    /** Refuses everything with this status from now on. */
    public void refuse(int status) {
        refusal = status;
    }

    /** How many resources were asked for with each request. */
    public List<Integer> batches() {
        return batches;
    }

    /** Requests of the ferry's clients to it, which are made once. */
    public FhirHttp http() {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fhir");
        Patience once = new Patience(Patience.Limits.NONE, InstantSource.system(), delay -> {}, new Random(1));
        return new FhirHttp(
                new FhirServer(base, Dialect.AZURE, Authorization.none()),
                FhirHttp.client(),
                once,
                InstantSource.system());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (refusal > 0) {
                exchange.sendResponseHeaders(refusal, -1);
            } else if (exchange.getRequestMethod().equals("GET")) {
                batches.add(1);
                readOne(exchange, exchange.getRequestURI().getPath().substring("/fhir/".length()));
            } else {
                answer(
                        exchange,
                        200,
                        batch(JSON.readTree(exchange.getRequestBody()).path("entry")));
            }
        }
    }

    private void readOne(HttpExchange exchange, String reference) throws IOException {
        String resource = resources.get(reference);
        if (resource == null || resource.equals(DELETED)) {
            exchange.sendResponseHeaders(resource == null ? 404 : 410, -1);
        } else {
            exchange.getResponseHeaders().set("ETag", etag(resource));
            answer(exchange, 200, resource);
        }
    }

    private String batch(JsonNode entries) {
        batches.add(entries.size());
        return StreamSupport.stream(entries.spliterator(), false)
                .map(entry -> entry.path("request").path("url").asText())
                .map(this::entry)
                .collect(Collectors.joining(
                        ",", "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[", "]}"));
    }

    private String entry(String reference) {
        String resource = resources.get(reference);
        if (resource == null || resource.equals(DELETED)) {
            return "{\"response\":{\"status\":\"%d\"}}".formatted(resource == null ? 404 : 410);
        }
        return "{\"resource\":%s,\"response\":{\"status\":\"200\",\"etag\":%s}}"
                .formatted(resource, JSON.valueToTree(etag(resource)));
    }

    private static String etag(String resource) {
        try {
            return "W/\"%s\""
                    .formatted(JSON.readTree(resource).at("/meta/versionId").asText());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
