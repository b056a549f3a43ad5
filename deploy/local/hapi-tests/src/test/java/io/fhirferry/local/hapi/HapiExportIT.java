package io.fhirferry.local.hapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.fhir.Cancellation;
import io.fhirferry.common.fhir.ExportClient;
import io.fhirferry.common.fhir.ExportFile;
import io.fhirferry.common.fhir.ExportManifest;
import io.fhirferry.common.fhir.ExportPoll;
import io.fhirferry.common.fhir.ExportRequest;
import io.fhirferry.common.fhir.RetryAfter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** HAPI as a source. */
class HapiExportIT {
    private static final Pattern LAST_UPDATED = Pattern.compile("\"lastUpdated\":\"([^\"]+)\"");

    private final Hapi hapi = Hapi.shared();
    private final ExportClient exports = new ExportClient(hapi.http());

    @Test
    void bothEndsOfTheWindowAreIncluded() {
        // Given three versions at instants of their own
        List<Instant> stamps =
                List.of(put("Organization/edge-1"), put("Organization/edge-2"), put("Organization/edge-3"));

        // When the window begins at the first and ends at the second
        String lines = export(ExportRequest.window(stamps.get(0), stamps.get(1)).withTypes(List.of("Organization")));

        // Then both are there: the window does not own the second, and the copier leaves it out
        assertThat(lines).contains("edge-1").contains("edge-2").doesNotContain("edge-3");
    }

    @Test
    void historyBringsAnOlderVersionOnlyInAWindowThatHasTheNewestToo() {
        // Given
        Instant first = put("Location/history-1", "one");
        Instant second = put("Location/history-1", "two");

        // When
        ExportRequest window = ExportRequest.window(first, hour(first)).withTypes(List.of("Location"));
        String current = export(window);
        String all = export(window.withHistory(true));
        ExportRequest before =
                ExportRequest.window(first, second.minusMillis(1)).withTypes(List.of("Location"));
        ExportRequest after = ExportRequest.window(second, hour(second)).withTypes(List.of("Location"));

        // Then
        assertThat(current).contains("\"two\"").doesNotContain("\"one\"");
        assertThat(all).contains("\"two\"").contains("\"one\"");
        assertThat(export(before.withHistory(true))).isEmpty();
        assertThat(export(after.withHistory(true))).contains("\"two\"").doesNotContain("\"one\"");
    }

    @Test
    void deletionsAreNotExported() {
        // Given
        Instant stamp = put("Endpoint/deleted-1");
        hapi.delete("Endpoint/deleted-1");

        // When
        ExportRequest window = ExportRequest.window(stamp, hour(stamp)).withTypes(List.of("Endpoint"));

        // Then
        assertThat(finish(exports.kickOff(window)).outputs()).isEmpty();
        assertThat(finish(exports.kickOff(window.withHistory(true))).outputs()).isEmpty();
    }

    @Test
    void theManifestHasNoCountsAndItsFilesNeedTheToken() {
        // Given
        Instant stamp = put("Device/manifest-1");

        // When
        ExportManifest manifest =
                finish(exports.kickOff(ExportRequest.window(stamp, hour(stamp)).withTypes(List.of("Device"))));

        // Then
        assertThat(manifest.requiresAccessToken()).isTrue();
        assertThat(manifest.outputs()).singleElement().satisfies(file -> {
            assertThat(file.count()).isEqualTo(ExportFile.UNCOUNTED);
            assertThat(file.url().toString()).startsWith(hapi.base() + "/Binary/");
        });
    }

    @Test
    void aRunningJobSaysHowFarItIsAndItsTwoMinutesAreNotTaken() {
        // Given
        Instant stamp = put("Device/progress-1");

        // When
        URI job = exports.kickOff(ExportRequest.window(stamp, hour(stamp)).withTypes(List.of("Device")));
        ExportPoll poll = exports.poll(job);

        // Then
        assertThat(hapi.get(job.toString().substring(hapi.base().toString().length() + 1))
                        .headers()
                        .firstValue("Retry-After"))
                .hasValue("120");
        assertThat(poll).isInstanceOfSatisfying(ExportPoll.Running.class, running -> {
            assertThat(running.progress()).startsWith("Build in progress");
            assertThat(running.retryAfter()).isEqualTo(RetryAfter.NONE);
        });
    }

    @Test
    void theSameRequestAgainIsAnotherJob() {
        // Given
        ExportRequest request = ExportRequest.window(
                        Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2020-02-01T00:00:00Z"))
                .withTypes(List.of("Device"));

        // Then
        assertThat(exports.kickOff(request)).isNotEqualTo(exports.kickOff(request));
    }

    @Test
    void aCancelledJobIsGone() {
        // Given
        URI job = exports.kickOff(
                ExportRequest.window(Instant.parse("2021-01-01T00:00:00Z"), Instant.parse("2021-02-01T00:00:00Z"))
                        .withTypes(List.of("Device")));

        // When
        Cancellation cancelled = exports.cancel(job);

        // Then
        assertThat(cancelled).isEqualTo(Cancellation.ACCEPTED);
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(exports.poll(job))
                .isInstanceOf(ExportPoll.Gone.class));
    }

    @Test
    void aFinishedJobCannotBeCancelled() {
        // Given
        URI job = exports.kickOff(
                ExportRequest.window(Instant.parse("2022-01-01T00:00:00Z"), Instant.parse("2022-02-01T00:00:00Z"))
                        .withTypes(List.of("Device")));
        finish(job);

        // Then
        assertThat(exports.cancel(job)).isEqualTo(Cancellation.NOT_RUNNING);
    }

    private Instant put(String reference) {
        return put(reference, "any");
    }

    private Instant put(String reference, String alias) {
        String[] parts = reference.split("/");
        var answer = hapi.put(reference, """
                {"resourceType":"%s","id":"%s","extension":[{"url":"urn:test","valueString":"%s"}]}""".formatted(parts[0], parts[1], alias));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        var stamp = LAST_UPDATED.matcher(answer.body());
        assertThat(stamp.find()).isTrue();
        return OffsetDateTime.parse(stamp.group(1)).toInstant();
    }

    private static Instant hour(Instant from) {
        return from.plus(Duration.ofHours(1));
    }

    private String export(ExportRequest request) {
        var lines = new StringBuilder();
        ExportManifest manifest = finish(exports.kickOff(request));
        for (ExportFile file : manifest.outputs()) {
            try (InputStream body = hapi.http().download(file.url(), manifest.requiresAccessToken())) {
                lines.append(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException("The download broke", e);
            }
        }
        return lines.toString();
    }

    private ExportManifest finish(URI job) {
        return Awaitility.await()
                                .atMost(Duration.ofSeconds(60))
                                .pollInterval(Duration.ofMillis(200))
                                .until(() -> exports.poll(job), poll -> !(poll instanceof ExportPoll.Running))
                        instanceof ExportPoll.Done(ExportManifest manifest)
                ? manifest
                : failed();
    }

    private static ExportManifest failed() {
        throw new AssertionError("The export failed");
    }
}
