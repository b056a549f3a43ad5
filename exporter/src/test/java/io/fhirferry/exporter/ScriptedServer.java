package io.fhirferry.exporter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fhirferry.common.fhir.Authorization;
import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.fhir.FhirServer;
import io.fhirferry.common.fhir.Loopback;
import io.fhirferry.common.fhir.Patience;
import io.fhirferry.common.fhir.Pause;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A FHIR server that gives the answers it was told to give, in that order, and remembers what it was asked. */
public final class ScriptedServer implements AutoCloseable {

    private record Answer(int status, Map<String, String> headers, String body) {}

    private final HttpServer server;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();

    public ScriptedServer() {
        server = Loopback.serving(this::answer);
    }

    public ScriptedServer answers(int status, Map<String, String> headers, String body) {
        answers.add(new Answer(status, headers, body));
        return this;
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fhir" + path);
    }

    /** Method and path with query, both decoded, of every request so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public FhirHttp http(Clock clock) {
        return new FhirHttp(
                new FhirServer(url(""), Dialect.AZURE, Authorization.none()),
                FhirHttp.client(),
                new Patience(Patience.Limits.NONE, clock, Pause.real(), RandomGenerator.getDefault()),
                clock);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        URI asked = exchange.getRequestURI();
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getQuery();
        requests.add(exchange.getRequestMethod() + " " + asked.getPath() + query);
        Answer next = answers.isEmpty() ? new Answer(599, Map.of(), "unexpected") : answers.poll();
        byte[] body = next.body().getBytes(StandardCharsets.UTF_8);
        next.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        exchange.sendResponseHeaders(next.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
