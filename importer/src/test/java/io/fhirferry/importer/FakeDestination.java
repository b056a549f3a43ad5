package io.fhirferry.importer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fhirferry.common.fhir.Loopback;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A FHIR server that answers what the test tells it, and remembers what it was asked. */
final class FakeDestination implements AutoCloseable {

    /** An answer; status 0 closes the connection without one. */
    record Answer(int status, String body, Map<String, String> headers) {}

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    FakeDestination() {
        server = Loopback.serving(this::handle);
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The next answer to this request; the last one is given again and again. */
    FakeDestination answer(String request, int status, String body) {
        return answer(request, new Answer(status, body, Map.of()));
    }

    FakeDestination answer(String request, Answer answer) {
        answers.computeIfAbsent(request, key -> new ArrayDeque<>()).add(answer);
        return this;
    }

    /** Takes back all answers to this request. */
    synchronized void forget(String request) {
        answers.remove(request);
    }

    FakeDestination acceptsImports() {
        return answer(
                "POST /$import", new Answer(202, "", Map.of("Content-Location", base() + "/_operations/import/7")));
    }

    /** Method and path of each request. */
    List<String> asked() {
        return asked;
    }

    /** Bodies of the requests that had one. */
    List<String> bodies() {
        return bodies;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(request);
            if (!body.isEmpty()) {
                bodies.add(body);
            }
            Answer answer = next(request);
            if (answer.status() == 0) {
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Answer next(String request) {
        Deque<Answer> queue = answers.getOrDefault(request, new ArrayDeque<>());
        if (queue.isEmpty()) {
            return new Answer(404, "", Map.of());
        }
        return queue.size() == 1 ? queue.getFirst() : queue.removeFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
