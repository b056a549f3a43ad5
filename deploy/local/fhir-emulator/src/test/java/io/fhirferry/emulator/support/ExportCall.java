package io.fhirferry.emulator.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts and follows an {@code $export}. */
public final class ExportCall {

    private final FhirClient client;
    private final BlobFiles files;

    /** Exports from a server into an account. */
    public ExportCall(FhirClient client, BlobFiles files) {
        this.client = client;
        this.files = files;
    }

    /** The answer to a kick-off. */
    public HttpResponse<String> kickOff(String path) {
        return client.get(path, "Accept", "application/fhir+json", "Prefer", "respond-async");
    }

    /** Kicks off; says the URL of the job. */
    public String start(String path) {
        HttpResponse<String> response = kickOff(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
        return response.headers().firstValue("Content-Location").orElseThrow();
    }

    /** Waits until a poll answers anything else than 202. */
    public HttpResponse<String> end(String job) {
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> client.get(job), response -> response.statusCode() != 202);
    }

    /** Exports and waits for the manifest. */
    public JsonNode manifest(String path) {
        HttpResponse<String> response = end(start(path));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return FhirClient.json(response);
    }

    /** All lines of all files of a manifest. */
    public List<String> lines(JsonNode manifest) {
        List<String> lines = new ArrayList<>();
        for (JsonNode file : manifest.path("output")) {
            lines.addAll(files.lines(file.path("url").asText()));
        }
        return lines;
    }

    /** Exports; says what came as id/version, in the order of the files. */
    public List<String> versions(String path) {
        return lines(manifest(path)).stream().map(ExportCall::version).toList();
    }

    private static String version(String line) {
        String id = line.replaceAll(".*?\"id\":\"([^\"]*)\".*", "$1");
        return id + "/" + line.replaceAll(".*?\"versionId\":\"([^\"]*)\".*", "$1");
    }
}
