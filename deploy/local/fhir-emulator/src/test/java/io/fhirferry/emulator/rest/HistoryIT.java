package io.fhirferry.emulator.rest;

import static io.fhirferry.emulator.support.Resources.deleted;
import static io.fhirferry.emulator.support.Resources.patient;
import static io.fhirferry.emulator.support.Resources.resource;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fhirferry.emulator.support.EmulatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HistoryIT extends EmulatorTest {

    @BeforeEach
    void loadHistory() {
        client.load(
                patient("a", "1", "2020-01-01T00:00:00.000Z"),
                patient("a", "2", "2020-01-02T00:00:00.000Z"),
                deleted("a", "3", "2020-01-03T00:00:00.000Z"),
                patient("b", "1", "2020-01-02T00:00:00.000Z"),
                resource("Basic", "x", "1", "2020-01-02T12:00:00.000Z", ""));
    }

    @Test
    void ofAResourceComesTheNewestFirstAndADeletionHasNoResource() {
        List<JsonNode> entries = client.entries("/Patient/a/_history?_count=1");

        assertThat(entries)
                .extracting(entry -> entry.path("response").path("etag").asText())
                .containsExactly("W/\"3\"", "W/\"2\"", "W/\"1\"");
        assertThat(entries.getFirst().has("resource")).isFalse();
        assertThat(entries.getFirst().path("request").path("method").asText()).isEqualTo("DELETE");
        assertThat(entries.getFirst().path("request").path("url").asText()).isEqualTo("Patient/a");
        assertThat(entries.getFirst().path("response").path("lastModified").asText())
                .isEqualTo("2020-01-03T00:00:00.000+00:00");
        assertThat(entries.getLast()
                        .path("resource")
                        .path("meta")
                        .path("versionId")
                        .asText())
                .isEqualTo("1");
    }

    @Test
    void ofATypeAndOfEverythingComeAllVersionsInPages() {
        assertThat(urls("/Patient/_history?_count=2")).containsExactly("a3", "b1", "a2", "a1");
        assertThat(urls("/_history?_count=2")).containsExactly("a3", "x1", "b1", "a2", "a1");
        assertThat(urls("/_history?_sort=_lastUpdated")).containsExactly("a1", "a2", "b1", "x1", "a3");
    }

    @Test
    void isBoundBySinceInclusiveAndBeforeExclusive() {
        String window = "_since=2020-01-02T00:00:00Z&_before=2020-01-03T00:00:00Z";

        assertThat(urls("/_history?" + window)).containsExactly("x1", "b1", "a2");
        assertThat(urls("/Patient/a/_history?" + window)).containsExactly("a2");
        JsonNode count = client.json("/Patient/_history?_summary=count&" + window);
        assertThat(count.path("total").asInt()).isEqualTo(2);
        assertThat(count.has("entry")).isFalse();
    }

    @Test
    void ofWhatNeverWasIsNotFoundAndBadParametersAreRefused() {
        assertThat(client.get("/Patient/none/_history").statusCode()).isEqualTo(404);
        assertThat(client.get("/_history?_since=x").statusCode()).isEqualTo(400);
        assertThat(client.get("/_history?_at=2020").statusCode()).isEqualTo(400);
    }

    private List<String> urls(String path) {
        return client.entries(path).stream()
                .map(entry -> entry.path("fullUrl").asText().replaceAll(".*/", "")
                        + entry.path("response").path("etag").asText().replaceAll("[^0-9]", ""))
                .toList();
    }
}
