package io.fhirferry.common.fhir;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/** A server on the loopback address that answers what a test laid down, in order, and remembers what it was asked. */
final class FakeServer implements AutoCloseable {

    static final HttpClient CLIENT = FhirHttp.client();

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    FakeServer() {
        server = Loopback.serving(this::handle, executor);
    }

    /** What a request looked like. */
    record Asked(String method, String url, Map<String, String> headers, String body) {

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** What is answered. */
    record Answer(int status, Map<String, String> headers, byte[] body, boolean stalls) {

        Answer header(String name, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(name, value);
            return new Answer(status, more, body, stalls);
        }

        Answer gzip() throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(body);
            }
            return new Answer(status, headers, out.toByteArray(), stalls).header("Content-Encoding", "gzip");
        }

        /** Promises one byte more than it sends. */
        Answer stalling() {
            return new Answer(status, headers, body, true);
        }
    }

    static Answer status(int status) {
        return json(status, "");
    }

    static Answer json(int status, String body) {
        return new Answer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8), false);
    }

    static Answer outcome(int status, String code, String diagnostics) {
        return json(
                status,
                "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"%s\",\"diagnostics\":\"%s\"}]}"
                        .formatted(code, diagnostics));
    }

    /** Lays down further answers; when they are used up the server says 599. */
    FakeServer answers(Answer... further) {
        synchronized (answers) {
            answers.addAll(List.of(further));
        }
        return this;
    }

    /** With a path, because a base path must never get lost. */
    URI base() {
        return url("/fhir/r4");
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    List<Asked> asked() {
        return asked;
    }

    Asked onlyAsked() {
        if (asked.size() != 1) {
            throw new AssertionError("asked " + asked.size() + " times: " + asked);
        }
        return asked.getFirst();
    }

    FhirHttp http(Dialect dialect, Authorization authorization, TestPatience patience) {
        return new FhirHttp(
                new FhirServer(base(), dialect, authorization), CLIENT, patience.patience(), patience.clock());
    }

    FhirHttp http(Dialect dialect) {
        return http(dialect, Authorization.none(), new TestPatience());
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        asked.add(new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Answer answer;
        synchronized (answers) {
            answer = answers.isEmpty() ? status(599) : answers.removeFirst();
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        long length = answer.body().length + (answer.stalls() ? 1 : 0);
        exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
        OutputStream out = exchange.getResponseBody();
        out.write(answer.body());
        out.flush();
        if (!answer.stalls()) {
            exchange.close();
        }
    }
}
