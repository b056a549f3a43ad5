package io.fhirferry.local.hapi;

import io.fhirferry.common.fhir.Authorization;
import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.fhir.FhirServer;
import io.fhirferry.common.fhir.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The HAPI server of these tests: a process on a free port of the loopback address, shared by all of them and ended with
 * the JVM. Tests keep apart by ids of their own.
 */
final class Hapi {
    private static final HttpClient CLIENT = FhirHttp.client();
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final URI base;

    private Hapi(URI base) {
        this.base = base;
    }

    /** The server, started at the first call. */
    static Hapi shared() {
        return Shared.INSTANCE;
    }

    /** The base of its FHIR interface. */
    URI base() {
        return base;
    }

    /** Requests of the ferry's clients to it. */
    FhirHttp http() {
        FhirServer server = new FhirServer(base, Dialect.HAPI, Authorization.none());
        return new FhirHttp(server, CLIENT, Patience.standard(InstantSource.system()), InstantSource.system());
    }

    /** Puts a resource, whatever comes of it. */
    HttpResponse<String> put(String reference, String resource) {
        return send(HttpRequest.newBuilder(URI.create(base + "/" + reference))
                .header("Content-Type", "application/fhir+json")
                .PUT(HttpRequest.BodyPublishers.ofString(resource))
                .build());
    }

    /** Posts a resource below the base; an empty path is the base itself. */
    HttpResponse<String> post(String path, String resource) {
        return send(HttpRequest.newBuilder(URI.create(base + "/" + path))
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(resource))
                .build());
    }

    /** Gets what stands below the base. */
    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + "/" + path)).build());
    }

    /** Deletes a resource. */
    HttpResponse<String> delete(String reference) {
        return send(HttpRequest.newBuilder(URI.create(base + "/" + reference))
                .DELETE()
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("HAPI did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for HAPI", e);
        }
    }

    private static Hapi start() {
        try {
            int port = freePort();
            Path log = Path.of("target", "hapi.log").toAbsolutePath();
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx768m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-jar",
                            jar().toString(),
                            "--server.port=" + port))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "hapi-stop"));
            Hapi hapi = new Hapi(URI.create("http://127.0.0.1:" + port + "/fhir"));
            Awaitility.await("HAPI, whose log is " + log)
                    .atMost(PATIENCE)
                    .failFast("HAPI ended, see " + log, () -> !process.isAlive())
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .until(() -> hapi.get("metadata").statusCode() == 200);
            return hapi;
        } catch (IOException e) {
            throw new UncheckedIOException("HAPI could not be started", e);
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path jar() {
        Path jar = Path.of("..", "hapi-server", "target", "ferry-hapi-server-1.0.0-SNAPSHOT.jar")
                .toAbsolutePath()
                .normalize();
        if (!Files.exists(jar)) {
            throw new IllegalStateException(
                    jar + " is missing: build it with mvn package -pl deploy/local/hapi-server");
        }
        return jar;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static final class Shared {
        private static final Hapi INSTANCE = start();
    }
}
