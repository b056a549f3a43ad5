package io.fhirferry.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** The FHIR emulator in a process of its own, as it was packaged. */
final class EmulatorProcess implements AutoCloseable {

    private static final String JAR = "deploy/local/fhir-emulator/target/quarkus-app/quarkus-run.jar";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final Process process;

    /** Starts it with an empty memory over a storage account, and waits until it is ready. */
    EmulatorProcess(String storage) {
        try {
            int port = freePort();
            this.base = URI.create("http://127.0.0.1:" + port);
            Path log = Files.createTempFile("emulator", ".log");
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-XX:+UseSerialGC",
                            "-Dquarkus.http.port=" + port,
                            "-jar",
                            jar().toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("EMULATOR_STORAGE_CONNECTION_STRING", storage);
            this.process = builder.start();
            log.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException("The emulator could not be started", e);
        }
        Awaitility.await("the emulator is ready")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> get("/q/health/ready").contains("UP"));
    }

    URI base() {
        return base;
    }

    /** What it answers. */
    String get(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).build());
    }

    /** Orders a fault. */
    void fault(String spec) {
        post("/_emulator/faults", spec);
    }

    /** Makes it forget everything but blobs. */
    void reset() {
        post("/_emulator/reset", "");
    }

    private void post(String path, String body) {
        send(HttpRequest.newBuilder(base.resolve(path))
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private String send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path jar() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("deploy/local"))) {
            folder = folder.getParent();
        }
        assertThat(folder).as("the repository").isNotNull();
        assertThat(folder.resolve(JAR))
                .as("the emulator; mvn -pl deploy/local/fhir-emulator -am package -DskipTests builds it")
                .exists();
        return folder.resolve(JAR);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
