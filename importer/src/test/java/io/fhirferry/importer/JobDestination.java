package io.fhirferry.importer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fhirferry.common.fhir.Loopback;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A destination that takes every payload once, is done with it at once, and counts three lines in each file. A payload
 * that it knows is answered with the same job; one with a poisonous file fails as a whole.
 */
final class JobDestination implements AutoCloseable {

    static final int LINES = 3;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<String> payloads = new ArrayList<>();
    private final Set<String> poisonous = ConcurrentHashMap.newKeySet();
    private int posts;

    JobDestination() {
        server = Loopback.serving(this::handle);
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    JobDestination poison(URI file) {
        poisonous.add(file.toString());
        return this;
    }

    /** What was sent, each payload once. */
    synchronized List<String> payloads() {
        return List.copyOf(payloads);
    }

    /** How many times something was sent. */
    synchronized int posts() {
        return posts;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("POST")) {
                posts++;
                String payload = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                if (!payloads.contains(payload)) {
                    payloads.add(payload);
                }
                exchange.getResponseHeaders()
                        .set("Content-Location", base() + "/_operations/import/" + payloads.indexOf(payload));
                exchange.sendResponseHeaders(202, -1);
                return;
            }
            List<String> files = files(payloads.get(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1))));
            boolean fails = files.stream().anyMatch(poisonous::contains);
            byte[] body = (fails ? "{\"resourceType\":\"OperationOutcome\"}" : result(files))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(fails ? 400 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static List<String> files(String payload) throws IOException {
        List<String> files = new ArrayList<>();
        for (JsonNode parameter : JSON.readTree(payload).path("parameter")) {
            for (JsonNode part : parameter.path("part")) {
                if (part.path("name").asText().equals("url")) {
                    files.add(part.path("valueUri").asText());
                }
            }
        }
        return files;
    }

    private static String result(List<String> files) {
        List<String> outputs = files.stream()
                .map(file -> "{\"type\":\"Patient\",\"count\":%d,\"inputUrl\":\"%s\"}".formatted(LINES, file))
                .toList();
        return "{\"output\":[" + String.join(",", outputs) + "],\"error\":[]}";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
