package io.fhirferry.emulator.bundle;

import static io.fhirferry.emulator.support.Resources.patient;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fhirferry.emulator.support.EmulatorTest;
import io.fhirferry.emulator.support.FhirClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server that keeps references intact. */
@QuarkusTest
@TestProfile(EnforcedReferencesIT.Enforced.class)
class EnforcedReferencesIT extends EmulatorTest {

    /** References are enforced. */
    public static class Enforced implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("emulator.enforce-references", "true");
        }
    }

    private static String about(String id, String reference) {
        return "{\"resourceType\":\"Basic\",\"id\":\"%s\",\"subject\":{\"reference\":\"%s\"}}".formatted(id, reference);
    }

    @Test
    void aReferenceToWhatIsNotThereIsRefusedAndTakenWhenItIs() {
        HttpResponse<String> refused = client.send("PUT", "/Basic/b", about("b", "Patient/p"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Resource Patient/p not found, specified in path: Basic");
        assertThat(client.get("/Basic/b").statusCode()).isEqualTo(404);

        client.put("/Patient/p", patient("p"));
        client.put("/Basic/b", about("b", "Patient/p/_history/1"));
        client.put("/Basic/itself", about("itself", "Basic/itself"));
        client.put("/Basic/elsewhere", about("elsewhere", "https://elsewhere.example.org/Patient/x"));
        client.put("/Basic/search", about("search", "Patient?identifier=1"));
    }

    @Test
    void whatIsReferredToIsNotDeletedBeforeThat() {
        client.put("/Patient/p", patient("p"));
        client.put("/Basic/b", about("b", "Patient/p"));

        HttpResponse<String> refused = client.send("DELETE", "/Patient/p", "");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("Unable to delete Patient/p", "Basic/b");

        assertThat(client.send("DELETE", "/Basic/b", "").statusCode()).isEqualTo(204);
        assertThat(client.send("DELETE", "/Patient/p", "").statusCode()).isEqualTo(204);
        assertThat(client.send("PUT", "/Basic/b", about("b", "Patient/p")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void inABatchEachEntryIsByItselfAndInATransactionTheWholeCounts() {
        String entries = entry(about("b", "Patient/p"), "Basic/b") + "," + entry(patient("p"), "Patient/p");

        JsonNode batch = FhirClient.json(send("batch", entries));
        assertThat(batch.findValuesAsText("status")).containsExactly("400 Bad Request", "201 Created");

        client.reset();
        JsonNode transaction = FhirClient.json(send("transaction", entries));
        assertThat(transaction.findValuesAsText("status")).containsExactly("201 Created", "201 Created");

        client.reset();
        HttpResponse<String> refused =
                send("transaction", entry(about("b", "Patient/q"), "Basic/b") + "," + entry(patient("p"), "Patient/p"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(client.get("/Patient/p").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> send(String type, String entries) {
        return client.send(
                "POST", "/", "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}".formatted(type, entries));
    }

    private static String entry(String resource, String url) {
        return "{\"resource\":%s,\"request\":{\"method\":\"PUT\",\"url\":\"%s\"}}".formatted(resource, url);
    }
}
