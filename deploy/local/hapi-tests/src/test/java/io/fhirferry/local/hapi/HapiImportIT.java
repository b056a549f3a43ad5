package io.fhirferry.local.hapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import io.fhirferry.common.fhir.HapiReport;
import io.fhirferry.common.fhir.ImportClient;
import io.fhirferry.common.fhir.ImportInput;
import io.fhirferry.common.fhir.ImportPoll;
import io.fhirferry.common.fhir.ImportRequest;
import io.fhirferry.common.fhir.ImportSubmission;
import io.fhirferry.common.fhir.RetryAfter;
import io.fhirferry.common.staging.Capabilities;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.local.azurite.Azurite;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code $import} of HAPI with files that lie in a storage account, as the ferry gives them to it. */
class HapiImportIT {
    private static final String NDJSON = "application/fhir+ndjson";

    private final Hapi hapi = Hapi.shared();
    private final ImportClient imports = new ImportClient(hapi.http());
    private final StorageAccount storage = new StorageAccount(new BlobServiceClientBuilder()
            .connectionString(Azurite.shared().connectionString())
            .buildClient());
    private final BlobContainerClient container = storage.blobs().createBlobContainerIfNotExists("hapi");

    @Test
    void filesAreFetchedByCapabilityAndCountedOneByOne() {
        // Given
        URI patients = file("patients.ndjson", NDJSON, """
                {"resourceType":"Patient","id":"im-1","meta":{"versionId":"9","lastUpdated":"2020-01-01T00:00:00Z"}}
                {"resourceType":"Patient","id":"im-2","active":true}
                """);
        URI organizations = file("organizations.ndjson", NDJSON, """
                {"resourceType":"Organization","id":"im-3"}
                """);

        // When
        HapiReport report = report(bring(Map.of(patients, "Patient", organizations, "Organization")));

        // Then
        assertThat(report.sources()).extracting(HapiReport.Source::url).containsExactly(organizations, patients);
        assertThat(report.sources()).extracting(HapiReport.Source::stored).containsExactly(1L, 2L);
        assertThat(report.sources()).allMatch(source -> source.refused() == 0);
        assertThat(hapi.get("Patient/im-1").headers().firstValue("ETag")).hasValue("W/\"1\"");
        assertThat(hapi.get("Patient/im-1").body()).doesNotContain("2020-01-01");
    }

    @Test
    void whatIsThereAlreadyCountsAsStoredAndGetsNoNewVersion() {
        // Given
        URI file = file("again.ndjson", NDJSON, """
                {"resourceType":"Patient","id":"im-again"}
                """);
        report(bring(Map.of(file, "Patient")));

        // When
        HapiReport report = report(bring(Map.of(file, "Patient")));

        // Then
        assertThat(report.sources()).singleElement().satisfies(source -> assertThat(source.stored())
                .isEqualTo(1));
        assertThat(hapi.get("Patient/im-again").headers().firstValue("ETag")).hasValue("W/\"1\"");
    }

    @Test
    void refusedLinesAreCountedByTheirCodesAndTheRestIsStored() {
        // Given
        URI file = file("refused.ndjson", NDJSON, """
                {"resourceType":"Observation","id":"im-4","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/im-nobody"}}
                {"resourceType":"Observation","id":"im-5","status":"final","code":{"text":"x"}}
                """);
        URI numeric = file("numeric.ndjson", NDJSON, """
                {"resourceType":"Patient","id":"815"}
                """);

        // When
        HapiReport report = report(bring(Map.of(file, "Observation", numeric, "Patient")));

        // Then
        assertThat(report.sources()).hasSize(2).anySatisfy(source -> {
            assertThat(source.url()).isEqualTo(file);
            assertThat(source.stored()).isEqualTo(1);
            assertThat(source.refused()).isEqualTo(1);
            assertThat(source.reasons()).containsOnlyKeys("HAPI-1094");
        });
        assertThat(report.sources())
                .anySatisfy(source -> assertThat(source.reasons()).containsOnlyKeys("HAPI-0960"));
        assertThat(hapi.get("Observation/im-5").statusCode()).isEqualTo(200);
        assertThat(hapi.get("Observation/im-4").statusCode()).isEqualTo(404);
    }

    @Test
    void aLineThatCannotBeReadFailsTheWholeJob() {
        // Given
        URI file = file("unreadable.ndjson", NDJSON, """
                {"resourceType":"Patient","id":"im-6"}
                {"resourceType":"Patient","id":"im-7","gender":"unheard-of"}
                """);

        // When
        ImportPoll end = bring(Map.of(file, "Patient"));

        // Then
        assertThat(end).isInstanceOfSatisfying(ImportPoll.Failed.class, failed -> {
            assertThat(HapiReport.read(failed.outcome())).isEmpty();
            assertThat(HapiReport.failure(failed.outcome())).isEqualTo("HAPI-2674");
        });
        assertThat(hapi.get("Patient/im-6").statusCode()).isEqualTo(404);
    }

    @Test
    void aFileMustSayThatItIsNdjson() {
        // Given
        URI file = file("blob.ndjson", "application/octet-stream", """
                {"resourceType":"Patient","id":"im-8"}
                """);

        // When
        ImportPoll end = bring(Map.of(file, "Patient"));

        // Then
        assertThat(end)
                .isInstanceOfSatisfying(ImportPoll.Failed.class, failed -> assertThat(new String(failed.outcome()))
                        .contains("application/octet-stream"));
    }

    @Test
    void withoutTheSignatureAFileCannotBeFetched() {
        // Given
        URI file = file("unsigned.ndjson", NDJSON, """
                {"resourceType":"Patient","id":"im-9"}
                """);

        // When
        ImportPoll end = finish(submit(List.of(new ImportInput("Patient", file, ""))));

        // Then
        assertThat(end).isInstanceOfSatisfying(ImportPoll.Failed.class, failed -> assertThat(
                        HapiReport.failure(failed.outcome()))
                .isEqualTo("HAPI-2056"));
    }

    @Test
    void aRunningImportAsksForTwoMinutesWhichAreNotTaken() {
        // Given
        URI file = file("running.ndjson", NDJSON, """
                {"resourceType":"Patient","id":"im-10"}
                """);

        // When
        URI job = submit(inputs(Map.of(file, "Patient")));

        // Then
        assertThat(imports.poll(job))
                .isInstanceOfSatisfying(ImportPoll.Running.class, running -> assertThat(running.retryAfter())
                        .isEqualTo(RetryAfter.NONE));
        finish(job);
    }

    private URI file(String name, String contentType, String lines) {
        var blob = container.getBlobClient(name);
        blob.uploadWithResponse(
                new BlobParallelUploadOptions(BinaryData.fromString(lines))
                        .setHeaders(new BlobHttpHeaders().setContentType(contentType)),
                null,
                null);
        return URI.create(blob.getBlobUrl());
    }

    private List<ImportInput> inputs(Map<URI, String> files) {
        Capabilities capabilities = new Capabilities(storage, Clock.systemUTC());
        Instant until = Instant.now().plus(Duration.ofMinutes(10));
        return files.entrySet().stream()
                .map(file -> new ImportInput(file.getValue(), capabilities.read(file.getKey(), until), ""))
                .toList();
    }

    private ImportPoll bring(Map<URI, String> files) {
        return finish(submit(inputs(files)));
    }

    private URI submit(List<ImportInput> inputs) {
        ImportSubmission submission = imports.submit(ImportRequest.incremental(inputs));
        assertThat(submission).isInstanceOf(ImportSubmission.Accepted.class);
        return ((ImportSubmission.Accepted) submission).job();
    }

    private ImportPoll finish(URI job) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> imports.poll(job), poll -> !(poll instanceof ImportPoll.Running));
    }

    private static HapiReport report(ImportPoll end) {
        byte[] outcome =
                switch (end) {
                    case ImportPoll.Done done -> done.outcome();
                    case ImportPoll.Failed failed -> failed.outcome();
                    default -> throw new AssertionError("The import did not come to its end");
                };
        return HapiReport.read(outcome).orElseThrow();
    }
}
