package io.fhirferry.emulator.export;

import static io.fhirferry.emulator.support.Resources.patient;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fhirferry.emulator.support.EmulatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exports that go wrong in the ways that are known of the real servers. */
@QuarkusTest
class ExportFaultsIT extends EmulatorTest {

    @BeforeEach
    void loadTwo() {
        client.load(patient("a", "1", "2020-01-01T00:00:00.000Z"), patient("b", "1", "2020-01-02T00:00:00.000Z"));
    }

    @Test
    void aFailedPartFailsTheWholeJob() {
        client.fault("{\"kind\":\"fail\",\"path\":\"export\",\"status\":413}");

        HttpResponse<String> end = export.end(export.start("/$export"));

        assertThat(end.statusCode()).isEqualTo(413);
        assertThat(end.body()).contains("export operation failed for reason: ");
    }

    @Test
    void aJobThatTheServerCancelledLooksLikeAnEmptySuccess() {
        client.fault("{\"kind\":\"empty\",\"path\":\"export\"}");

        assertThat(export.manifest("/$export").path("output")).isEmpty();
        assertThat(export.manifest("/$export").path("output")).hasSize(1);
    }

    @Test
    void aStuckJobStaysAtAccepted() {
        client.fault("{\"kind\":\"stuck\",\"path\":\"export\"}");
        String job = export.start("/$export");

        Awaitility.await()
                .during(Duration.ofMillis(600))
                .atMost(Duration.ofSeconds(5))
                .until(() -> client.get(job).statusCode() == 202);
        assertThat(client.send("DELETE", job, "").statusCode()).isEqualTo(202);
    }

    @Test
    void aTruncatedFileHasFewerLinesThanTheManifestSays() {
        client.fault("{\"kind\":\"truncate\",\"path\":\"export\"}");

        JsonNode manifest = export.manifest("/$export");

        assertThat(manifest.path("output").get(0).path("count").asInt()).isEqualTo(2);
        assertThat(export.lines(manifest)).hasSize(1);
    }

    @Test
    void aFileWithDuplicatesHasEveryLineTwice() {
        client.fault("{\"kind\":\"duplicate\",\"path\":\"export\"}");

        assertThat(export.versions("/$export")).containsExactly("a/1", "b/1", "a/1", "b/1");
    }
}
