package io.fhirferry.local.azurite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One Azurite process on free ports of the loopback address, with its data in a temporary folder.
 *
 * <p>Tests share the one of {@link #shared()} and keep apart by names of their own (queues, containers, migration
 * ids). The process ends gracefully with the JVM, because Azurite loses its last seconds when it is killed.
 */
public final class Azurite implements AutoCloseable {

    /** The account that every Azurite has; its key is public knowledge and opens nothing else. */
    public static final String ACCOUNT = "devstoreaccount1";

    private static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path data;
    private final int blobPort;
    private final int queuePort;
    private final int tablePort;

    private Azurite(Process process, Path data, int blobPort, int queuePort, int tablePort) {
        this.process = process;
        this.data = data;
        this.blobPort = blobPort;
        this.queuePort = queuePort;
        this.tablePort = tablePort;
    }

    /** The Azurite of this JVM, started at the first call and stopped with the JVM. */
    public static Azurite shared() {
        return Shared.INSTANCE;
    }

    /**
     * Starts an Azurite and waits until its three services answer.
     *
     * @param accounts names of storage accounts to offer beside {@link #ACCOUNT}, all with the same well-known key
     * @throws IllegalStateException when Node.js or the locked package is missing, or nothing answers within a minute
     */
    public static Azurite start(String... accounts) {
        try {
            Path home = home();
            install(home);
            Path data = Files.createTempDirectory("ferry-azurite-");
            int blobPort = freePort();
            int queuePort = freePort();
            int tablePort = freePort();
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            home.resolve("node_modules/.bin/azurite").toString(),
                            "--silent",
                            "--skipApiVersionCheck",
                            "--disableTelemetry",
                            "--location",
                            data.toString(),
                            "--blobPort",
                            "" + blobPort,
                            "--queuePort",
                            "" + queuePort,
                            "--tablePort",
                            "" + tablePort))
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("azurite.log").toFile());
            builder.environment()
                    .put(
                            "AZURITE_ACCOUNTS",
                            Stream.concat(Stream.of(ACCOUNT), Stream.of(accounts))
                                    .map(account -> account + ":" + KEY)
                                    .collect(Collectors.joining(";")));
            Process process = builder.start();
            Azurite azurite = new Azurite(process, data, blobPort, queuePort, tablePort);
            Runtime.getRuntime().addShutdownHook(new Thread(azurite::close, "azurite-stop"));
            azurite.awaitReady();
            return azurite;
        } catch (IOException e) {
            throw new UncheckedIOException("Azurite could not be started; it needs Node.js 20 and npm on the PATH", e);
        }
    }

    /** A connection string for {@link #ACCOUNT}: blobs, queues and tables. */
    public String connectionString() {
        return connectionString(ACCOUNT);
    }

    /** A connection string for one of the accounts that this Azurite was started with. */
    public String connectionString(String account) {
        return "DefaultEndpointsProtocol=http;AccountName=%s;AccountKey=%s;BlobEndpoint=%s;QueueEndpoint=%s;TableEndpoint=%s;"
                .formatted(
                        account,
                        KEY,
                        endpoint(blobPort, account),
                        endpoint(queuePort, account),
                        endpoint(tablePort, account));
    }

    /** The process, for tests that pause it. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Asks the process to end, waits until it has, and deletes its data. A second call does nothing. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        deleteData();
    }

    private static String endpoint(int port, String account) {
        return "http://127.0.0.1:" + port + "/" + account;
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<Integer> waiting = new ArrayList<>(List.of(blobPort, queuePort, tablePort));
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!waiting.isEmpty()) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "Azurite did not start: " + Files.readString(data.resolve("azurite.log")));
                }
                waiting.removeIf(port -> answers(client, port));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    private static boolean answers(HttpClient client, int port) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            client.send(request, HttpResponse.BodyHandlers.discarding());
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Azurite", e);
        }
    }

    /** The folder of package.json, found upwards from the working directory of whichever module runs the test. */
    private static Path home() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path home = folder.resolve("deploy/local/azurite");
            if (Files.exists(home.resolve("package-lock.json"))) {
                return home;
            }
        }
        throw new IllegalStateException(
                "deploy/local/azurite was not found above " + Path.of("").toAbsolutePath());
    }

    /** Installs the locked packages once; parallel test JVMs wait for each other at a lock file. */
    private static void install(Path home) throws IOException {
        Path lock = Path.of(System.getProperty("java.io.tmpdir"), "ferry-azurite-install.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            if (held.isValid() && !Files.exists(home.resolve("node_modules/.bin/azurite"))) {
                Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .start();
                if (npm.waitFor() != 0) {
                    throw new IllegalStateException("npm ci failed in " + home);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while installing Azurite", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void deleteData() {
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // A temporary folder that stays behind harms nobody; the operating system clears it.
            return;
        }
    }

    private static final class Shared {
        private static final Azurite INSTANCE = Azurite.start();
    }

    /** The decoded account key, for tests that sign requests themselves. */
    public static byte[] accountKey() {
        return Base64.getDecoder().decode(KEY);
    }
}
