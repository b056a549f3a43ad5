package io.fhirferry.importer.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fhirferry.common.fhir.Authorization;
import io.fhirferry.common.fhir.BundleClient;
import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.fhir.FhirServer;
import io.fhirferry.common.fhir.Loopback;
import io.fhirferry.common.fhir.Patience.Limits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A FHIR server on the loopback address that takes bundles, and does what each test wants with requests and entries. The
 * request id of its first answer to a bundle is {@code request-1}, of the next one {@code request-2}.
 */
final class BundleServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = FhirHttp.client();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> resources = new ConcurrentHashMap<>();
    private final Map<String, Integer> writes = new ConcurrentHashMap<>();
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private final AtomicInteger posts = new AtomicInteger();
    private final AtomicInteger atWork = new AtomicInteger();
    private volatile Function<String, Whole> request = body -> Whole.TAKEN;
    private volatile Function<Entry, Said> entry = one -> Said.DONE;

    /** What becomes of a request. */
    record Whole(int status, String outcome, int retryAfter) {

        static final Whole TAKEN = new Whole(200, "", 0);

        static Whole refused(int status) {
            return new Whole(status, "{\"resourceType\":\"OperationOutcome\"}", 0);
        }

        Whole retryAfter(int seconds) {
            return new Whole(status, outcome, seconds);
        }
    }

    /** What becomes of an entry: status as written, and a diagnostic text. */
    record Said(String status, String diagnostics) {

        static final Said DONE = new Said("201 Created", "");
    }

    /** An entry as it came. */
    record Entry(String method, String url, String resource, BundleServer server) {

        boolean knows(String reference) {
            return server.resources.containsKey(reference);
        }

        int earlierWrites() {
            return server.writes.getOrDefault(url, 0);
        }
    }

    BundleServer() {
        server = Loopback.serving(this::handle, threads);
    }

    /** Decides on whole requests by their body. */
    BundleServer requests(Function<String, Whole> decision) {
        request = decision;
        return this;
    }

    /** Decides on entries. */
    BundleServer entries(Function<Entry, Said> decision) {
        entry = decision;
        return this;
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fhir");
    }

    /** What it has, by {@code Type/id}, in the bytes in which it came. */
    Map<String, String> resources() {
        return resources;
    }

    /** How often each was written. */
    Map<String, Integer> writes() {
        return writes;
    }

    /** Entries of each bundle. */
    List<Integer> sizes() {
        return sizes;
    }

    FhirHttp http(Dialect dialect) {
        Clock clock = Clock.systemUTC();
        var once = new io.fhirferry.common.fhir.Patience(Limits.NONE, clock, delay -> {}, RandomGenerator.getDefault());
        return new FhirHttp(new FhirServer(base(), dialect, Authorization.none()), CLIENT, once, clock);
    }

    BundleClient client() {
        return new BundleClient(http(Dialect.AZURE), "");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** How many requests it works on. */
    int atWork() {
        return atWork.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            atWork.incrementAndGet();
            if (exchange.getRequestMethod().equals("GET")) {
                readOne(exchange);
                return;
            }
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Whole whole = request.apply(body);
            if (whole.retryAfter() > 0) {
                exchange.getResponseHeaders().set("Retry-After", "" + whole.retryAfter());
            }
            exchange.getResponseHeaders().set("X-Request-Id", "request-" + posts.incrementAndGet());
            byte[] answer = (whole.status() == 200 && whole.outcome().isEmpty() ? run(body) : whole.outcome())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(whole.status(), answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        } finally {
            atWork.decrementAndGet();
        }
    }

    private void readOne(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String resource = resources.get(path.substring(base().getPath().length() + 1));
        byte[] answer = (resource == null ? "" : resource).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(resource == null ? 404 : 200, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
    }

    private void read(ObjectNode answer, String url) throws IOException {
        String resource = resources.get(url);
        if (resource != null) {
            JsonNode tree = JSON.readTree(resource);
            answer.set("resource", tree);
            answer.putObject("response")
                    .put("status", "200 OK")
                    .put("etag", "W/\"" + tree.path("meta").path("versionId").asText("1") + "\"");
        } else {
            answer.putObject("response").put("status", "404 Not Found");
        }
    }

    private String run(String body) throws IOException {
        JsonNode bundle = JSON.readTree(body);
        ArrayNode answers = JSON.createArrayNode();
        List<JsonNode> entries = new ArrayList<>();
        bundle.path("entry").forEach(entries::add);
        sizes.add(entries.size());
        for (JsonNode each : entries) {
            String url = each.path("request").path("url").asText();
            String method = each.path("request").path("method").asText();
            Entry one = new Entry(method, url, each.path("resource").toString(), this);
            if (method.equals("GET")) {
                read(answers.addObject(), url);
                continue;
            }
            Said said = entry.apply(one);
            ObjectNode response = answers.addObject().putObject("response").put("status", said.status());
            if (said.status().startsWith("2")) {
                writes.merge(url, 1, Integer::sum);
                if (method.equals("DELETE")) {
                    resources.remove(url);
                } else {
                    resources.put(url, one.resource());
                }
                response.put("location", base() + "/" + url + "/_history/1");
            } else {
                response.putObject("outcome").putArray("issue").addObject().put("diagnostics", said.diagnostics());
            }
        }
        return JSON.createObjectNode()
                .put("resourceType", "Bundle")
                .put("type", "batch-response")
                .<ObjectNode>set("entry", answers)
                .toString();
    }
}
