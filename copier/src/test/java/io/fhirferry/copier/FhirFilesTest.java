package io.fhirferry.copier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fhirferry.common.fhir.Authorization;
import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.fhir.FhirServer;
import io.fhirferry.common.fhir.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FhirFilesTest {

    private record Asked(String authorization, String accept) {}

    private final List<Asked> source = new CopyOnWriteArrayList<>();
    private final List<Asked> storage = new CopyOnWriteArrayList<>();
    private HttpServer sourceServer;
    private HttpServer storageServer;
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        sourceServer = server(source);
        storageServer = server(storage);
    }

    @AfterEach
    void stop() {
        sourceServer.stop(0);
        storageServer.stop(0);
    }

    @Test
    void sendsTheSourcesCredentialToTheSource() throws IOException {
        Opened opened = files().open(url(sourceServer));

        assertThat(((Opened.Stream) opened).in().readAllBytes()).asString().isEqualTo("line\n");
        assertThat(source).containsExactly(new Asked("Bearer secret", "application/fhir+ndjson"));
    }

    @Test
    void sendsNoCredentialAnywhereElse() {
        assertThat(files().open(url(storageServer))).isInstanceOf(Opened.Stream.class);
        assertThat(storage).containsExactly(new Asked("", "application/fhir+ndjson"));
    }

    @Test
    void aFileThatTheSourceForgotHasToBeExportedAgain() {
        status = 404;
        assertThat(files().open(url(sourceServer)))
                .isInstanceOfSatisfying(
                        Opened.Gone.class, gone -> assertThat(gone.reason()).contains("404"));
    }

    @Test
    void aCredentialThatIsRefusedHasToBeChanged() {
        status = 403;
        assertThat(files().open(url(sourceServer)))
                .isInstanceOfSatisfying(
                        Opened.Refused.class,
                        refused -> assertThat(refused.reason()).contains("403").doesNotContain("secret"));
    }

    @Test
    void aCapabilityUrlThatExpiredHasToBeExportedAgainAndSaysWhichKeyMayHelp() {
        status = 403;
        assertThat(files().open(url(storageServer)))
                .isInstanceOfSatisfying(
                        Opened.Gone.class, gone -> assertThat(gone.reason()).contains("403", "ferry.export-storage"));
    }

    @Test
    void aServerInTroubleIsAskedAgainLater() {
        status = 503;
        assertThatThrownBy(() -> files().open(url(sourceServer)))
                .isInstanceOfSatisfying(
                        FhirException.class, e -> assertThat(e.retryable()).isTrue());
    }

    private FhirFiles files() {
        FhirServer server = new FhirServer(base(sourceServer), Dialect.HAPI, Authorization.bearer("secret"));
        Patience impatient = new Patience(
                new Patience.Limits(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1)),
                Clock.systemUTC(),
                delay -> {},
                RandomGenerator.getDefault());
        return new FhirFiles(new FhirHttp(server, FhirHttp.client(), impatient, Clock.systemUTC()));
    }

    private HttpServer server(List<Asked> asked) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(new Asked(
                    authorization == null ? "" : authorization,
                    exchange.getRequestHeaders().getFirst("Accept")));
            byte[] body = "line\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static URI url(HttpServer server) {
        return URI.create(base(server) + "/Binary/1");
    }

    private static URI base(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
