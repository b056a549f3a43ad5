package io.fhirferry.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.local.azurite.Azurite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageCheckIT {

    private static final String STATE = "ferry.state.connection-string";
    private static final String IMPORT = "ferry.import-storage.connection-string";

    private static List<String> lines(Map<String, String> properties) {
        ConfigResult result = Complete.load(properties);
        assertThat(result).isInstanceOf(ConfigResult.Sound.class);
        return new StorageCheck()
                .problems(((ConfigResult.Sound) result).config()).stream()
                        .map(problem -> problem.line("ferry-copier"))
                        .toList();
    }

    private static String account(String endpoint) {
        return Complete.ACCOUNT
                + ";BlobEndpoint=%1$s/ferry;QueueEndpoint=%1$s/ferry;TableEndpoint=%1$s/ferry".formatted(endpoint);
    }

    @Test
    void aStorageThatAnswersIsNoProblemAndNothingIsCreatedThere() {
        String azurite = Azurite.shared().connectionString();

        assertThat(lines(Complete.with(
                        STATE, azurite, IMPORT, azurite, "ferry.import-storage.container", "not-there-yet")))
                .isEmpty();

        ConfigResult.Sound sound = (ConfigResult.Sound) Complete.load(Complete.with(STATE, azurite));
        assertThat(StorageClients.forWork(StorageTransactions.unseen())
                        .blobs(sound.config().state())
                        .getBlobContainerClient("not-there-yet")
                        .exists())
                .isFalse();
    }

    @Test
    void aWrongKeyIsSaidOnceForTheWholeAccountWithinSeconds() {
        String wrong = Azurite.shared().connectionString().replaceFirst("AccountKey=[^;]*", "AccountKey=d3Jvbmc=");
        long began = System.nanoTime();

        List<String> lines = lines(Complete.with(STATE, wrong));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(lines).singleElement().satisfies(line -> assertThat(line)
                .startsWith("ferry-copier cannot start: ferry.state.connection-string (FERRY_STATE_CONNECTION_STRING)"
                        + " is set to an account whose queues at ")
                .contains(
                        " answered 403 ",
                        ", and likewise the tables and blobs: ",
                        "look whether the key is the account's current one")
                .doesNotContain("d3Jvbmc="));
    }

    @Test
    void anUnknownAccountIsSaidWithWhatToLookAt() {
        String unknown = Azurite.shared().connectionString().replace("devstoreaccount1", "nobody");

        assertThat(lines(Complete.with(STATE, Azurite.shared().connectionString(), IMPORT, unknown)))
                .singleElement()
                .satisfies(line ->
                        assertThat(line).contains("ferry.import-storage.connection-string", "/nobody answered 40"));
    }

    @Test
    void aClosedPortIsSaidWithinSeconds() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String closed = "http://127.0.0.1:" + port;
        long began = System.nanoTime();

        List<String> lines = lines(Complete.with(STATE, Azurite.shared().connectionString(), IMPORT, account(closed)));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(lines)
                .containsExactly(
                        "ferry-copier cannot start: ferry.import-storage.connection-string"
                                + " (FERRY_IMPORT_STORAGE_CONNECTION_STRING) is set to an account whose blobs at "
                                + closed
                                + "/ferry cannot be reached (nothing listens there): look whether the host and the port are right");
    }

    @Test
    void aStorageThatNeverAnswersIsGivenUpWithinSeconds() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            long began = System.nanoTime();

            List<String> lines = lines(Complete.with(STATE, account("http://127.0.0.1:" + silent.getLocalPort())));

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
            assertThat(lines)
                    .singleElement()
                    .asString()
                    .contains(" did not answer within 5 seconds, and likewise the tables and blobs: ");
        }
    }

    @Test
    void aHostNameThatDoesNotExistIsSaid() {
        assertThat(lines(Complete.with(
                        STATE, Azurite.shared().connectionString(), IMPORT, account("http://no-such-host.invalid"))))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("there is no such host"));
    }
}
