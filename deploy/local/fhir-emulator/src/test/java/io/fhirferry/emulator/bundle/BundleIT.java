package io.fhirferry.emulator.bundle;

import static io.fhirferry.emulator.support.Resources.patient;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fhirferry.emulator.support.EmulatorTest;
import io.fhirferry.emulator.support.FhirClient;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BundleIT extends EmulatorTest {

    @Test
    void aBatchAnswersEveryEntryForItself() {
        client.put("/Patient/old", patient("old"));

        JsonNode answer = run(
                "batch",
                entry("GET", "Patient/new", ""),
                entry("PUT", "Patient/new", patient("new").replace("1}", "1.0}")),
                entry("PUT", "Patient/wrong", patient("right")),
                entry("DELETE", "Patient/old", ""),
                entry("POST", "Basic", "{\"resourceType\":\"Basic\"}"),
                entry("GET", "Patient?_summary=count", ""),
                entry("PATCH", "Patient/new", ""));

        assertThat(answer.path("type").asText()).isEqualTo("batch-response");
        assertThat(answer.findValuesAsText("status"))
                .containsExactly(
                        "200 OK",
                        "201 Created",
                        "400 Bad Request",
                        "204 No Content",
                        "201 Created",
                        "200 OK",
                        "400 Bad Request");
        JsonNode created = answer.path("entry").get(1).path("response");
        assertThat(created.path("etag").asText()).isEqualTo("W/\"1\"");
        assertThat(created.path("location").asText()).endsWith("/Patient/new/_history/1");
        assertThat(created.path("lastModified").asText()).endsWith("+00:00");
        assertThat(answer.path("entry")
                        .get(2)
                        .path("response")
                        .path("outcome")
                        .path("resourceType")
                        .asText())
                .isEqualTo("OperationOutcome");
        assertThat(answer.path("entry").get(5).path("resource").path("total").asInt())
                .isEqualTo(1);
        assertThat(client.get("/Patient/new").body()).contains("\"multipleBirthInteger\":1.0}");
    }

    @Test
    void aTransactionIsAllOrNothing() {
        client.put("/Patient/old", patient("old"));
        String before = client.get("/_emulator/dump").body();

        HttpResponse<String> failed = send(
                "transaction",
                entry("PUT", "Patient/new", patient("new")),
                entry("DELETE", "Patient/old", ""),
                entry("PUT", "Patient/wrong", patient("right")));

        assertThat(failed.statusCode()).isEqualTo(400);
        assertThat(failed.body()).contains("The transaction failed at its entry 3");
        assertThat(client.get("/_emulator/dump").body()).isEqualTo(before);
        assertThat(client.json("/_emulator/stats")
                        .path("types")
                        .path("Patient")
                        .path("versions")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aTransactionResolvesReferencesToItsOwnEntries() {
        JsonNode answer = run(
                "transaction",
                "{\"fullUrl\":\"urn:uuid:1\",\"resource\":{\"resourceType\":\"Patient\"},"
                        + "\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}}",
                entry(
                        "PUT",
                        "Basic/b",
                        "{\"resourceType\":\"Basic\",\"id\":\"b\",\"subject\":{\"reference\":\"urn:uuid:1\"}}"));

        String id = answer.path("entry").get(0).path("resource").path("id").asText();
        assertThat(client.json("/Basic/b").path("subject").path("reference").asText())
                .isEqualTo("Patient/" + id);
    }

    @Test
    void oneEntryTooManyIsRefused() {
        String[] entries = IntStream.rangeClosed(0, 20)
                .mapToObj(i -> entry("PUT", "Patient/p" + i, patient("p" + i)))
                .toArray(String[]::new);

        assertThat(send("batch", entries).statusCode()).isEqualTo(400);
        assertThat(client.ids("/Patient")).isEmpty();
    }

    @Test
    void aTransactionMayChangeAResourceOnlyOnce() {
        assertThat(send("transaction", entry("PUT", "Patient/a", patient("a")), entry("DELETE", "Patient/a", ""))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatIsNoBatchOrTransactionIsRefused() {
        assertThat(send("collection").statusCode()).isEqualTo(400);
        assertThat(client.send("POST", "/", patient("a")).statusCode()).isEqualTo(400);
        assertThat(client.send("POST", "/", "{").statusCode()).isEqualTo(400);
    }

    @Test
    void faultsCanStrikeSingleEntries() {
        client.fault("{\"kind\":\"throttle\",\"path\":\"Patient/b\",\"entries\":true}");

        JsonNode answer =
                run("batch", entry("PUT", "Patient/a", patient("a")), entry("PUT", "Patient/b", patient("b")));

        assertThat(answer.findValuesAsText("status")).containsExactly("201 Created", "429 Too Many Requests");
        assertThat(client.ids("/Patient")).containsExactly("a");
    }

    private JsonNode run(String type, String... entries) {
        HttpResponse<String> response = send(type, entries);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return FhirClient.json(response);
    }

    private HttpResponse<String> send(String type, String... entries) {
        String list =
                IntStream.range(0, entries.length).mapToObj(i -> entries[i]).collect(Collectors.joining(","));
        return client.send(
                "POST", "/", "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[" + list + "]}");
    }

    private static String entry(String method, String url, String resource) {
        String with = resource.isEmpty() ? "" : "\"resource\":" + resource + ",";
        return "{" + with + "\"request\":{\"method\":\"" + method + "\",\"url\":\"" + url + "\"}}";
    }
}
