package io.fhirferry.emulator.rest;

import static io.fhirferry.emulator.support.Resources.patient;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fhirferry.emulator.support.EmulatorTest;
import io.fhirferry.emulator.support.FhirClient;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Single resources over the wire. */
@QuarkusTest
class ResourceIT extends EmulatorTest {

    @Test
    void aNewResourceGetsIdVersionAndDateAndKeepsItsOtherBytes() {
        HttpResponse<String> created =
                client.send("POST", "/Patient", "{ \"resourceType\":\"Patient\" , \"id\":\"mine\", \"x\":1.0 }");

        assertThat(created.statusCode()).isEqualTo(201);
        String id = FhirClient.json(created).path("id").asText();
        assertThat(id).isNotEqualTo("mine");
        assertThat(created.body()).endsWith(", \"x\":1.0 }");
        assertThat(created.headers().firstValue("Location")).hasValue(client.base() + "/Patient/" + id + "/_history/1");
        assertThat(created.headers().firstValue("ETag")).hasValue("W/\"1\"");
        assertThat(created.headers().firstValue("Last-Modified")).isPresent();
        assertThat(client.get("/Patient/" + id).body()).isEqualTo(created.body());
    }

    @Test
    void everyAnswerHasADateAndARequestId() {
        for (String path : new String[] {"/Patient/none", "/metadata", "/nowhere/at/all", "/_emulator/stats"}) {
            HttpResponse<String> response = client.get(path);

            assertThat(response.headers().firstValue("Date").orElseThrow()).endsWith(" GMT");
            assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
        }
    }

    @Test
    void anUpdateMakesAVersionAndTheSameContentAgainMakesNone() {
        assertThat(client.put("/Patient/a", patient("a")).statusCode()).isEqualTo(201);
        String changed = patient("a").replace(":1}", ":2}");
        assertThat(client.put("/Patient/a", changed).statusCode()).isEqualTo(200);

        HttpResponse<String> again = client.put("/Patient/a", changed);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("ETag")).hasValue("W/\"2\"");
        assertThat(client.get("/Patient/a/_history/1").body()).contains(":1}");
        assertThat(client.get("/Patient/a/_history/3").statusCode()).isEqualTo(404);
    }

    @Test
    void anUpdateUnderAConditionFailsWhenItDoesNotHold() {
        client.put("/Patient/a", patient("a"));
        String changed = patient("a").replace(":1}", ":2}");

        assertThat(client.send("PUT", "/Patient/a", changed, "If-Match", "W/\"7\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(client.send("PUT", "/Patient/a", changed, "If-Match", "W/\"1\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsNoSuchResourceIsRefused() {
        assertThat(client.send("PUT", "/Patient/a", patient("b")).statusCode()).isEqualTo(400);
        assertThat(client.send("PUT", "/Patient/a", "{\"resourceType\":\"Patient\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.send("PUT", "/Basic/a", patient("a")).statusCode()).isEqualTo(400);
        assertThat(client.send("PUT", "/Patient/a_b", patient("a_b")).statusCode())
                .isEqualTo(400);
        assertThat(client.send("POST", "/Patient", "{\"resourceType\":").statusCode())
                .isEqualTo(400);
        assertThat(client.send("POST", "/Nothing", "{\"resourceType\":\"Nothing\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.send("POST", "/Patient", patient("a"), "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void aDeletedResourceIsGoneAndCanComeBack() {
        client.put("/Patient/a", patient("a"));

        HttpResponse<String> deleted = client.send("DELETE", "/Patient/a", "");

        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.headers().firstValue("ETag")).hasValue("W/\"2\"");
        assertThat(client.send("DELETE", "/Patient/a", "").statusCode()).isEqualTo(204);
        HttpResponse<String> gone = client.get("/Patient/a");
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(gone.headers().firstValue("ETag")).hasValue("W/\"2\"");
        assertThat(client.get("/Patient/a/_history/2").statusCode()).isEqualTo(410);
        assertThat(client.ids("/Patient")).isEmpty();
        assertThat(client.put("/Patient/a", patient("a")).headers().firstValue("ETag"))
                .hasValue("W/\"3\"");
    }

    @Test
    void aHardDeleteLeavesNoTrace() {
        client.put("/Patient/a", patient("a"));

        assertThat(client.send("DELETE", "/Patient/a?hardDelete=true", "").statusCode())
                .isEqualTo(204);

        assertThat(client.get("/Patient/a").statusCode()).isEqualTo(404);
        assertThat(client.get("/Patient/a/_history").statusCode()).isEqualTo(404);
        assertThat(client.get("/_emulator/dump").body()).isEmpty();
    }

    @Test
    void theCapabilityStatementNamesTheOperations() {
        JsonNode metadata = client.json("/metadata");

        assertThat(metadata.path("fhirVersion").asText()).isEqualTo("4.0.1");
        assertThat(metadata.findValuesAsText("name")).contains("export", "import");
    }
}
