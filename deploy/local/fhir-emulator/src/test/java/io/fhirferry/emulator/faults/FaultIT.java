package io.fhirferry.emulator.faults;

import static io.fhirferry.emulator.support.Resources.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fhirferry.emulator.support.EmulatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests that go wrong on purpose. */
@QuarkusTest
class FaultIT extends EmulatorTest {

    @Test
    void throttledRequestsSayWhenToComeAgain() {
        client.fault(
                "{\"kind\":\"throttle\",\"method\":\"GET\",\"path\":\"^/Patient\",\"times\":2,\"after\":1,\"retryAfterSeconds\":3}");

        assertThat(statuses("/Patient", 4)).containsExactly(200, 429, 429, 200);
        client.fault("{\"kind\":\"throttle\"}");
        HttpResponse<String> throttled = client.get("/Basic");
        assertThat(throttled.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(throttled.headers().firstValue("x-ms-retry-after-ms")).hasValue("2000");
        assertThat(throttled.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(throttled.body()).contains("\"code\":\"throttled\"");
    }

    @Test
    void anErrorComesWithAnOperationOutcomeAndWithoutTheWork() {
        client.fault("{\"kind\":\"error\",\"method\":\"PUT\",\"status\":502}");

        HttpResponse<String> failed = client.send("PUT", "/Patient/a", patient("a"));

        assertThat(failed.statusCode()).isEqualTo(502);
        assertThat(failed.body()).contains("OperationOutcome");
        assertThat(client.get("/Patient/a").statusCode()).isEqualTo(404);
    }

    @Test
    void aLostAnswerLeavesTheWorkDone() {
        client.fault("{\"kind\":\"error\",\"method\":\"PUT\",\"commit\":true}");

        HttpResponse<String> failed = client.send("PUT", "/Patient/a", patient("a"));

        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(failed.headers().firstValue("ETag")).isEmpty();
        assertThat(client.get("/Patient/a").statusCode()).isEqualTo(200);
    }

    @Test
    void aCutResponseBreaksOffInTheMiddle() {
        client.fault("{\"kind\":\"cut\",\"times\":2}");

        assertThatThrownBy(() -> raw("PUT", "/Patient/a", patient("a"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> raw("GET", "/Patient", "")).isInstanceOf(IOException.class);

        assertThat(client.get("/Patient/a").statusCode()).isEqualTo(200);
    }

    @Test
    void aHangingRequestIsNotAnswered() {
        client.fault("{\"kind\":\"hang\",\"delayMillis\":300}");
        Instant start = Instant.now();

        assertThatThrownBy(() -> raw("PUT", "/Patient/a", patient("a"))).isInstanceOf(IOException.class);

        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(client.get("/Patient/a").statusCode()).isEqualTo(404);
    }

    @Test
    void aDelayedRequestIsAnsweredLaterWithItsBodyWhole() {
        client.fault("{\"kind\":\"delay\",\"delayMillis\":300}");
        Instant start = Instant.now();

        assertThat(client.put("/Patient/a", patient("a")).statusCode()).isEqualTo(201);

        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void tooManyAtOnceAreThrottled() {
        client.fault("[{\"kind\":\"concurrency\",\"limit\":3},{\"kind\":\"delay\",\"delayMillis\":500,\"times\":-1}]");
        try (HttpClient http = HttpClient.newHttpClient()) {
            List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 5)
                    .mapToObj(i -> http.sendAsync(client.request("GET", "/Patient", ""), BodyHandlers.ofString()))
                    .toList();

            List<Integer> statuses = calls.stream()
                    .map(call -> call.join().statusCode())
                    .sorted()
                    .toList();

            assertThat(statuses).containsExactly(200, 200, 200, 429, 429);
        }
        assertThat(statuses("/Patient", 2)).containsExactly(200, 200);
    }

    @Test
    void chanceComesFromTheSeed() {
        String fault = "{\"kind\":\"throttle\",\"times\":-1,\"probability\":0.5,\"seed\":7}";
        client.fault(fault);
        List<Integer> first = statuses("/Patient", 20);
        client.send("DELETE", "/_emulator/faults", "");
        client.fault(fault);

        assertThat(statuses("/Patient", 20)).isEqualTo(first).contains(200, 429);
    }

    @Test
    void faultsAreListedWithTheirHitsAndEndWhenToldTo() {
        client.fault("{\"kind\":\"throttle\",\"path\":\"Patient\",\"times\":-1}");
        statuses("/Patient", 2);

        JsonNode list = client.json("/_emulator/faults");

        assertThat(list.get(0).path("hits").asInt()).isEqualTo(2);
        assertThat(list.get(0).path("kind").asText()).isEqualTo("throttle");
        assertThat(client.send("DELETE", "/_emulator/faults", "").statusCode()).isEqualTo(204);
        assertThat(client.json("/_emulator/faults")).isEmpty();
        assertThat(statuses("/Patient", 1)).containsExactly(200);
    }

    @Test
    void aFaultThatMakesNoSenseIsRefused() {
        for (String fault : List.of(
                "{}",
                "{\"kind\":\"x\"}",
                "{\"kind\":\"cut\",\"tims\":1}",
                "{\"kind\":\"cut\",\"path\":\"(\"}",
                "{\"kind\":\"error\",\"status\":200}",
                "{\"kind\":\"cut\",\"probability\":2}",
                "x",
                "{\"kind\":\"cut\",\"entries\":true}")) {
            assertThat(client.send("POST", "/_emulator/faults", fault).statusCode())
                    .as(fault)
                    .isEqualTo(400);
        }
        assertThat(client.json("/_emulator/faults")).isEmpty();
    }

    private List<Integer> statuses(String path, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> client.get(path).statusCode())
                .toList();
    }

    private void raw(String method, String path, String body) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(client.request(method, path, body), BodyHandlers.ofString());
        }
    }
}
