package io.fhirferry.emulator.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fhirferry.emulator.support.AzuriteResource;
import io.fhirferry.emulator.support.EmulatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server that asks for a token, and reports exports as late as the real one. */
@QuarkusTest
@TestProfile(SecuredIT.Secured.class)
class SecuredIT extends EmulatorTest {

    /** A token, and the real completion delay. */
    public static class Secured implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("emulator.auth.bearer-token", "secret");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(AzuriteResource.class, Map.of("emulator.completion-delay", "PT15S")));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    private static final String TOKEN = "Bearer secret";

    @Test
    void onlyTheRightTokenOpens() {
        assertThat(client.get("/Patient").statusCode()).isEqualTo(401);
        assertThat(client.get("/Patient", "Authorization", "Bearer secrets").statusCode())
                .isEqualTo(401);
        assertThat(client.get("/_operations/export/1").statusCode()).isEqualTo(401);
        assertThat(client.get("/Patient", "Authorization", TOKEN).statusCode()).isEqualTo(200);
    }

    @Test
    void requestsWithoutTheRightTokenAreCounted() {
        client.reset();

        client.get("/Patient", "Authorization", "Bearer secrets");
        client.get("/Patient", "Authorization", TOKEN);

        assertThat(client.get("/_emulator/stats").body()).contains("\"refused\":1");
    }

    @Test
    void theAdminApiAndHealthAreOpen() {
        assertThat(client.get("/_emulator/stats").statusCode()).isEqualTo(200);
        assertThat(client.get("/q/health").statusCode()).isEqualTo(200);
    }

    @Test
    void aFinishedExportIsReportedFifteenSecondsLater() {
        Instant start = Instant.now();
        HttpResponse<String> kickOff = client.get(
                "/$export", "Authorization", TOKEN, "Accept", "application/fhir+json", "Prefer", "respond-async");
        String job = kickOff.headers().firstValue("Content-Location").orElseThrow();

        await().atMost(Duration.ofSeconds(25))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> client.get(job, "Authorization", TOKEN).statusCode() == 200);

        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(15));
    }
}
