package io.fhirferry.emulator.admin;

import static io.fhirferry.emulator.support.Resources.deleted;
import static io.fhirferry.emulator.support.Resources.patient;
import static io.fhirferry.emulator.support.Resources.resource;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fhirferry.emulator.support.EmulatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AdminIT extends EmulatorTest {

    private static final String DATE = "2020-01-01T00:00:00.000Z";

    @Test
    void whatIsLoadedIsDumpedByteByByteInTheOrderOfTypeIdAndVersion() {
        String second = resource("Patient", "a", "2", "2020-01-02T00:00:00.1234567+02:00", ", \"x\":1.0 ");
        String stub = deleted("b", "2", "2020-01-03T00:00:00Z");
        String basic = resource("Basic", "z", "1", DATE, "");

        client.load(stub, patient("b", "1", DATE), second, patient("a", "1", DATE), "", basic);

        assertThat(client.get("/_emulator/dump").body().lines())
                .containsExactly(basic, patient("a", "1", DATE), second, patient("b", "1", DATE), stub);
        assertThat(client.get("/Patient/a").body()).isEqualTo(second);
        assertThat(client.get("/Patient/b").statusCode()).isEqualTo(410);
    }

    @Test
    void loadingTheSameAgainStoresNothing() {
        client.load(patient("a", "1", DATE));

        HttpResponse<String> again = client.send("POST", "/_emulator/load", patient("a", "1", DATE));

        assertThat(again.body()).isEqualTo("{\"stored\":0}");
        assertThat(client.send(
                                "POST",
                                "/_emulator/load",
                                patient("a", "1", DATE).replace("true", "false"))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void aLineThatCannotBeLoadedIsNamedAndNothingIsStored() {
        String good = patient("a", "1", DATE) + "\n";
        String future = patient("b", "1", Instant.now().plusSeconds(60).toString());

        refused(good + good + future, "line 3");
        refused(good + patient("b", "", DATE), "line 2");
        refused(good + patient("b", "1", ""), "line 2");
        refused(good + patient("b", "1", "2020-01-01"), "line 2");
        refused(good + "{", "line 2");
        refused(good + resource("Nothing", "b", "1", DATE, ""), "line 2");
        refused(good + patient("b c", "1", DATE), "line 2");
        assertThat(client.get("/_emulator/dump").body()).isEmpty();
    }

    @Test
    void tamperingChangesContentButNeitherVersionNorDate() {
        client.load(patient("a", "7", DATE));

        assertThat(client.send("POST", "/_emulator/tamper/Patient/a", "{\"resourceType\":\"Patient\",\"x\":2.0}")
                        .statusCode())
                .isEqualTo(204);

        assertThat(client.get("/Patient/a").body())
                .isEqualTo("{\"resourceType\":\"Patient\",\"id\":\"a\",\"meta\":{\"versionId\":\"7\",\"lastUpdated\":\""
                        + DATE + "\"},\"x\":2.0}");
        assertThat(client.send("DELETE", "/_emulator/tamper/Patient/a", "").statusCode())
                .isEqualTo(204);
        assertThat(client.get("/Patient/a").statusCode()).isEqualTo(404);
        assertThat(client.send("DELETE", "/_emulator/tamper/Patient/a", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void statsCountResourcesAndRequests() {
        client.load(patient("a", "1", DATE), patient("b", "1", DATE), deleted("b", "2", "2020-01-02T00:00:00Z"));
        client.get("/Patient/a");
        client.get("/Patient?_summary=count");
        client.get("/Patient");

        JsonNode stats = client.json("/_emulator/stats");

        assertThat(stats.path("types").path("Patient").toString())
                .isEqualTo("{\"current\":1,\"versions\":3,\"deleted\":1}");
        assertThat(stats.path("requests").toString()).isEqualTo("{\"count\":1,\"read\":1,\"search\":1}");
    }

    @Test
    void requestsAreCountedByTheTraceThatTheyBelongTo() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        client.get("/Patient", "traceparent", "00-" + trace + "-b7ad6b7169203331-01");
        client.get("/Patient", "traceparent", "00-" + trace + "-00f067aa0ba902b7-00");
        client.get("/metadata", "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        client.get("/Patient", "traceparent", "no trace");
        client.get("/Patient");

        assertThat(client.json("/_emulator/traces").toString())
                .isEqualTo("{\"" + trace + "\":{\"search\":2},\"4bf92f3577b34da6a3ce929d0e0e4736\":{\"metadata\":1}}");
    }

    @Test
    void statsCountJobsUntilTheyEndOrAreCancelled() {
        client.fault("{\"kind\":\"stuck\",\"path\":\"export\"}");
        String job = export.start("/$export");
        assertThat(client.json("/_emulator/stats").path("jobs").toString()).isEqualTo("{\"export\":1,\"import\":0}");

        client.send("DELETE", job, "");

        assertThat(client.json("/_emulator/stats").path("jobs").toString()).isEqualTo("{\"export\":0,\"import\":0}");
    }

    @Test
    void aBigLoadIsTakenAsAStream() {
        String padding = ",\"text\":{\"div\":\"" + "x".repeat(3000) + "\"}";
        String lines = IntStream.range(0, 5000)
                .mapToObj(i -> resource("Basic", "b" + i, "1", DATE, padding))
                .collect(Collectors.joining("\n"));

        assertThat(client.send("POST", "/_emulator/load", lines).body()).isEqualTo("{\"stored\":5000}");
    }

    private void refused(String lines, String named) {
        HttpResponse<String> response = client.send("POST", "/_emulator/load", lines);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("Nothing was stored: " + named);
    }
}
