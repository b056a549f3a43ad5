package io.fhirferry.verifier.tile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fhirferry.common.fhir.Authorization;
import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.ExportClient;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.fhir.FhirServer;
import io.fhirferry.common.fhir.Patience;
import io.fhirferry.common.fhir.Pause;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Job;
import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.MemoryJobStore;
import io.fhirferry.common.stage.MutableClock;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DestinationExportTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Window WINDOW = Window.of(
            Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z"), Scope.ALL, WindowKind.TILE);
    private static final WindowRow ROW =
            WindowRow.planned(WINDOW, 0, NOW).moved(new WindowState.Verifying("m"), Account.EMPTY, NOW);

    /** An answer that the server has ready: status, headers, body. */
    private record Ready(int status, Map<String, String> headers, String body) {}

    private final HttpClient client = FhirHttp.client();
    private final Deque<Ready> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final List<ExportedFile> compared = new ArrayList<>();
    private final Map<String, byte[]> kept = new TreeMap<>();
    private final MutableClock clock = new MutableClock(NOW);
    private final MemoryJobStore jobs = new MemoryJobStore(clock);
    private HttpServer server;
    private DestinationExport export;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        FhirServer fhir = new FhirServer(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Dialect.AZURE, Authorization.none());
        Patience patience = new Patience(Patience.Limits.NONE, clock, Pause.real(), RandomGenerator.getDefault());
        ExportClient exports = new ExportClient(new FhirHttp(fhir, client, patience, clock));
        export = new DestinationExport(
                new FhirExports(exports, List.of("Patient"), true, true),
                jobs,
                kept::put,
                "ferry-verify",
                new JobPace(Duration.ofSeconds(10), Duration.ofHours(1)),
                (work, files) -> {
                    compared.addAll(files);
                    return new DestinationContent.Step.Ready((selection, reader) -> {}, () -> {});
                },
                clock);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        client.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        requests.add(exchange.getRequestMethod() + " " + uri.getPath() + "?" + uri.getQuery());
        Ready ready = answers.removeFirst();
        byte[] body = ready.body().getBytes(StandardCharsets.UTF_8);
        ready.headers().forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(ready.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void accepts() {
        String job = "http://127.0.0.1:" + server.getAddress().getPort() + "/_operations/export/7";
        answers.add(new Ready(202, Map.of("Content-Location", job), ""));
    }

    private DestinationContent.Step step(String progress) {
        return export.next(
                new Work(ROW, Slice.WHOLE, "1-0", progress, Heartbeat.NONE),
                new StagedContent(
                        new NoFiles(),
                        List.of(),
                        new LineScan(io.fhirferry.common.ndjson.Equivalence.azureImport(), 1000, Heartbeat.NONE)));
    }

    private WorkResult notYet(String progress) {
        return ((DestinationContent.Step.NotYet) step(progress)).result();
    }

    private Job job() {
        return jobs.find(ROW.id(), StageName.VERIFY, "1-0").orElseThrow();
    }

    @Test
    void theFirstStepStoresTheIntentAsksForTheSameWindowAndWaitsShortly() {
        accepts();

        assertThat(notYet("")).isEqualTo(new WorkResult.Wait(NOW.plusMillis(500), "asked"));
        assertThat(requests)
                .singleElement()
                .asString()
                .startsWith("GET /$export?")
                .contains("_since=2026-01-01T00:00:00.000Z", "_till=2026-02-01T00:00:00.000Z")
                .contains("_type=Patient", "_container=ferry-verify", "_history", "_deleted");
        assertThat(job().status()).isEqualTo(Job.Status.RUNNING);
    }

    @Test
    void aRunningExportIsLookedAtLessAndLessOften() {
        accepts();
        step("");
        clock.advanceTo(NOW.plusSeconds(20));
        answers.add(new Ready(202, Map.of(), ""));

        assertThat(notYet("asked")).isEqualTo(new WorkResult.Wait(NOW.plusSeconds(24), "asked"));

        clock.advanceTo(NOW.plusSeconds(600));
        answers.add(new Ready(202, Map.of(), ""));

        assertThat(notYet("asked")).isEqualTo(new WorkResult.Wait(NOW.plusSeconds(610), "asked"));
    }

    @Test
    void aFinishedExportIsCompared() {
        accepts();
        step("");
        answers.add(new Ready(200, Map.of("Content-Type", "application/json"), """
                {"transactionTime":"2026-06-01T00:00:00Z","requiresAccessToken":false,"error":[],
                 "output":[{"type":"Patient","url":"https://a.example/c/p.ndjson","count":3}]}"""));

        assertThat(step("asked")).isInstanceOf(DestinationContent.Step.Ready.class);
        assertThat(compared)
                .containsExactly(new ExportedFile("Patient", URI.create("https://a.example/c/p.ndjson"), 3, false));
    }

    @Test
    void aLostMessageGoesOnWithTheExportThatRuns() {
        accepts();
        step("");
        answers.add(new Ready(202, Map.of(), ""));

        assertThat(notYet("")).isInstanceOf(WorkResult.Wait.class);
        assertThat(requests).hasSize(2).last().asString().startsWith("GET /_operations/export/7");
    }

    @Test
    void anIntentWithoutAnAnswerIsAnOrphanAndTheAttemptFails() {
        jobs.intend(ROW.id(), StageName.VERIFY, "1-0", "ferry-verify");
        clock.advanceTo(NOW.plusSeconds(60));

        assertThat(notYet("")).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> assertThat(fail.retryable())
                .isTrue());
        assertThat(requests).isEmpty();
    }

    @Test
    void anExportThatIsNotDoneInTimeIsCancelled() {
        accepts();
        step("");
        clock.advanceTo(NOW.plus(Duration.ofHours(2)));
        answers.add(new Ready(202, Map.of(), ""));
        answers.add(new Ready(202, Map.of(), ""));

        assertThat(notYet("asked")).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> assertThat(fail.reason())
                .contains("ferry.verify.timeout"));
        assertThat(requests).last().asString().startsWith("DELETE /_operations/export/7");
        assertThat(job().status()).isEqualTo(Job.Status.CANCELLED);
    }

    @Test
    void anExportThatCannotEvenBeCancelledIsGivenUpAllTheSame() {
        accepts();
        step("");
        clock.advanceTo(NOW.plus(Duration.ofHours(2)));
        answers.add(new Ready(202, Map.of(), ""));
        answers.add(new Ready(500, Map.of(), ""));

        assertThat(notYet("asked")).isInstanceOf(WorkResult.Fail.class);
        assertThat(job().status()).isEqualTo(Job.Status.CANCELLED);
    }

    @Test
    void aFailedExportIsTriedAgainAndTheServersWordsAreKeptApart() {
        accepts();
        step("");
        answers.add(new Ready(500, Map.of(), """
                {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception",
                 "diagnostics":"export operation failed for reason: Mrs Miller"}]}"""));

        assertThat(notYet("asked")).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
            assertThat(fail.retryable()).isTrue();
            assertThat(fail.reason()).contains("500").doesNotContain("Miller");
        });
        assertThat(new String(kept.get("outcomes/" + ROW.id() + "/verify-1-0.json"), StandardCharsets.UTF_8))
                .contains("Miller");
        assertThat(notYet("asked")).isInstanceOf(WorkResult.Fail.class);
        assertThat(requests).hasSize(2);
    }

    @Test
    void aKickOffThatIsForbiddenIsNotRetried() {
        answers.add(new Ready(403, Map.of(), ""));

        assertThat(notYet("")).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
            assertThat(fail.retryable()).isFalse();
            assertThat(fail.reason()).contains("403");
        });
        assertThat(job().status()).isEqualTo(Job.Status.FAILED);
    }

    /** There are no files in these tests. */
    private static final class NoFiles implements Files {

        @Override
        public java.io.InputStream open(URI url, String etag) throws IOException {
            throw new IOException("no such file");
        }

        @Override
        public byte[] read(URI url, String etag, long offset, int length) throws IOException {
            throw new IOException("no such file");
        }
    }
}
