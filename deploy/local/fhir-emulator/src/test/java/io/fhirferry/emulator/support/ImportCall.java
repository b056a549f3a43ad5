package io.fhirferry.emulator.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Builds, starts and follows an {@code $import}. */
public final class ImportCall {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final FhirClient client;
    private final ObjectNode parameters = MAPPER.createObjectNode().put("resourceType", "Parameters");
    private final ArrayNode list = parameters.putArray("parameter");

    /** An incremental import of nothing yet. */
    public ImportCall(FhirClient client) {
        this.client = client;
        with("inputFormat", "application/fhir+ndjson");
    }

    /** Adds a parameter. */
    public ImportCall with(String name, String value) {
        list.addObject().put("name", name).put("valueString", value);
        return this;
    }

    /** Adds an input; type and etag may be empty. */
    public ImportCall input(String type, String url, String etag) {
        ArrayNode parts = list.addObject().put("name", "input").putArray("part");
        part(parts, "type", type);
        part(parts, "url", url);
        part(parts, "etag", etag);
        return this;
    }

    /** Adds an input whose lines may be anything. */
    public ImportCall input(String url) {
        return input("", url, "");
    }

    /** Posts it. */
    public HttpResponse<String> post() {
        return client.send("POST", "/$import", parameters.toString(), "Prefer", "respond-async");
    }

    /** Posts it; says the URL of the job. */
    public String start() {
        HttpResponse<String> response = post();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
        return response.headers().firstValue("Content-Location").orElseThrow();
    }

    /** Starts it and waits until a poll answers anything else than 202. */
    public HttpResponse<String> end() {
        return end(client, start());
    }

    /** Waits until a poll answers anything else than 202. */
    public static HttpResponse<String> end(FhirClient client, String job) {
        return await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> client.get(job), response -> response.statusCode() != 202);
    }

    /** Starts it, waits for its report, and checks how many lines were loaded and rejected. */
    public JsonNode expect(int loaded, int rejected) {
        HttpResponse<String> response = end();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode report = FhirClient.json(response);
        assertThat(sum(report.path("output"))).as("loaded in %s", report).isEqualTo(loaded);
        assertThat(sum(report.path("error"))).as("rejected in %s", report).isEqualTo(rejected);
        return report;
    }

    private static int sum(JsonNode entries) {
        int sum = 0;
        for (JsonNode entry : entries) {
            sum += entry.path("count").asInt();
        }
        return sum;
    }

    private static void part(ArrayNode parts, String name, String value) {
        if (!value.isEmpty()) {
            parts.addObject().put("name", name).put("valueString", value);
        }
    }
}
