package io.fhirferry.exporter.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchRuntimeException;

import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.sun.net.httpserver.HttpServer;
import io.fhirferry.common.queue.QueueRefusedException;
import io.fhirferry.common.window.TableControlStore;
import io.fhirferry.common.window.TableWindowStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StorageTroubleTest {

    private static TableClient tableAt(int port) {
        return new TableClientBuilder()
                .connectionString(
                        "DefaultEndpointsProtocol=http;AccountName=acct;AccountKey=c2VjcmV0;TableEndpoint=http://127.0.0.1:"
                                + port + "/acct;")
                .tableName("migration")
                .retryOptions(new RetryOptions(new FixedDelayOptions(1, Duration.ofMillis(1))))
                .buildClient();
    }

    /** A port that nobody listens on. */
    private static int deserted() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What a store throws when the service gives this answer. */
    private static RuntimeException answered(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = "{\"odata.error\":{\"code\":\"X\",\"message\":{\"value\":\"of Mrs Miller\"}}}"
                .getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("x-ms-request-id", "4711");
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            TableControlStore store =
                    new TableControlStore(tableAt(server.getAddress().getPort()), "m");
            return catchRuntimeException(store::read);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void storageThatNobodyHearsIsAskedForAgainAndItsKeyIsNamed() throws IOException {
        TableWindowStore windows = new TableWindowStore(tableAt(deserted()), "m", ControlWorld.CLOCK);
        RuntimeException failure = catchRuntimeException(() -> windows.windows().toList());

        assertThat(StorageTrouble.in(failure)).hasValueSatisfying(trouble -> {
            assertThat(trouble.refused()).isFalse();
            assertThat(trouble.message())
                    .contains("does not answer", "ConnectException", "ferry.state.connection-string");
        });
    }

    @Test
    void storageThatIsBusyIsAskedAgain() throws IOException {
        assertThat(StorageTrouble.in(new IllegalStateException("wrapped", answered(503))))
                .hasValueSatisfying(trouble -> {
                    assertThat(trouble.refused()).isFalse();
                    assertThat(trouble.kind())
                            .contains("status 503", "request id 4711")
                            .doesNotContain("Miller");
                });
    }

    @Test
    void storageThatRefusesTheExporterNamesItsIdentity() throws IOException {
        assertThat(StorageTrouble.in(answered(403))).hasValueSatisfying(trouble -> {
            assertThat(trouble.refused()).isTrue();
            assertThat(trouble.message())
                    .contains("refused", "status 403", "identity", "FERRY_STATE_CONNECTION_STRING")
                    .doesNotContain("Miller");
        });
    }

    @Test
    void aQueueThatDoesNotTakeAMessageIsStorageToo() {
        RuntimeException failure =
                new IllegalStateException("not sent", new QueueRefusedException("ferry-export", "status 403", null));

        assertThat(StorageTrouble.in(failure)).isPresent();
    }

    @Test
    void aBugIsNoTroubleOfTheStorage() {
        assertThat(StorageTrouble.in(new IllegalStateException("a bug", new NullPointerException())))
                .isEmpty();
    }
}
