package io.fhirferry.emulator.imports;

import static io.fhirferry.emulator.support.Resources.patient;
import static io.fhirferry.emulator.support.Resources.resource;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fhirferry.emulator.support.EmulatorTest;
import io.fhirferry.emulator.support.ImportCall;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server in initial import mode. */
@QuarkusTest
@TestProfile(InitialLoadIT.InInitialMode.class)
class InitialLoadIT extends EmulatorTest {

    /** Switches the mode on. */
    public static class InInitialMode implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("emulator.import.initial-mode", "true");
        }
    }

    private static final String DATE = "2020-06-01T00:00:00.000Z";

    @Test
    void dateAndNumberAreNotKept() {
        initial(files.upload(patient("a", "7", DATE))).expect(1, 0);

        JsonNode meta = client.json("/Patient/a").path("meta");
        assertThat(meta.path("versionId").asText()).isEqualTo("1");
        assertThat(meta.path("lastUpdated").asText()).doesNotStartWith("2020");
    }

    @Test
    void whatIsThereAlreadyIsADuplicate() {
        String twice = patient("a", "1", DATE) + "\n" + patient("a", "2", DATE) + "\n";
        initial(files.upload(twice)).expect(1, 1);

        initial(files.upload(twice)).expect(0, 2);

        assertThat(client.entries("/Patient/a/_history")).hasSize(1);
    }

    @Test
    void conditionalReferencesAreRejected() {
        String line = resource("Observation", "o", "", "", ",\"subject\":{\"reference\":\"Patient?identifier=1\"}");

        JsonNode report = initial(files.upload(line)).expect(0, 1);

        assertThat(files.text(report.path("error").get(0).path("url").asText()))
                .contains("Conditional reference is not supported for $import in InitialLoad.");
    }

    @Test
    void everyOtherWriteIsLocked() {
        HttpResponse<String> locked = client.send("PUT", "/Patient/a", patient("a"));

        assertThat(locked.statusCode()).isEqualTo(423);
        assertThat(locked.body())
                .isEqualTo("{\"severity\":\"Error\",\"code\":\"Locked\",\"diagnostics\":"
                        + "\"Service is locked for initial import mode.\"}");
        assertThat(client.send("POST", "/Patient", patient("a")).statusCode()).isEqualTo(423);
        assertThat(client.send("DELETE", "/Patient/a", "").statusCode()).isEqualTo(423);
        assertThat(client.send("POST", "/", "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}")
                        .statusCode())
                .isEqualTo(423);
        assertThat(client.get("/Patient").statusCode()).isEqualTo(200);
        assertThat(client.send("DELETE", "/_operations/import/4711", "").statusCode())
                .isEqualTo(404);
    }

    private ImportCall initial(String url) {
        return new ImportCall(client).with("mode", "InitialLoad").input(url);
    }
}
