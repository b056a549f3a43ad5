package io.fhirferry.common.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportClientTest {

    private static final URI BLOB = URI.create("https://acct.blob.core.windows.net/mig/a/Patient-1.ndjson");
    private static final ImportRequest REQUEST =
            ImportRequest.incremental(List.of(new ImportInput("Patient", BLOB, "\"0x8DD\"")));

    private final FakeServer server = new FakeServer();
    private final ImportClient client = new ImportClient(server.http(Dialect.AZURE));
    private final URI job = server.url("/_operations/import/7");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPayloadIsSubmittedAsItIs() {
        server.answers(FakeServer.status(202).header("Content-Location", job.toString()));
        ImportPayload payload = ImportPayload.of(Dialect.AZURE, REQUEST);

        assertThat(client.submit(payload)).isEqualTo(new ImportSubmission.Accepted(job));

        FakeServer.Asked asked = server.onlyAsked();
        assertThat(asked.url()).isEqualTo("/fhir/r4/$import");
        assertThat(asked.header("Prefer")).contains("respond-async");
        assertThat(asked.header("Content-Type")).contains("application/fhir+json");
        assertThat(asked.body()).isEqualTo(new String(payload.bytes(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "409, LATER, true",
        "429, LATER, true",
        "503, LATER, true",
        "423, LOCKED, false",
        "400, BAD_REQUEST, false",
        "403, FORBIDDEN, false",
        "404, NO_IMPORT, false",
        "413, TOO_LARGE, false"
    })
    void aRefusalSaysWhatItMeans(int status, ImportSubmission.Refusal refusal, boolean retryable) {
        server.answers(FakeServer.outcome(status, "conflict", "quotes Jane Doe").header("Retry-After", "9"));

        assertThat(client.submit(REQUEST)).isInstanceOfSatisfying(ImportSubmission.Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(refusal);
            assertThat(refused.refusal().retryable()).isEqualTo(retryable);
            assertThat(refused.retryAfter()).isEqualTo(RetryAfter.of(Duration.ofSeconds(9)));
            assertThat(refused.explanation()).contains("HTTP " + status).doesNotContain("Jane");
        });
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void theLockOfTheInitialImportModeIsExplained() {
        server.answers(FakeServer.json(
                423, "{\"severity\":\"Error\",\"code\":\"Locked\",\"diagnostics\":\"Service is locked\"}"));

        assertThat(client.submit(REQUEST)).isInstanceOfSatisfying(ImportSubmission.Refused.class, refused -> {
            assertThat(refused.issue()).isEqualTo(new OutcomeIssue("error", "locked"));
            assertThat(refused.explanation()).contains("initial import mode");
        });
    }

    @Test
    void aJobThatSaysNothingYetRuns() {
        server.answers(FakeServer.status(202));

        assertThat(client.poll(job)).isEqualTo(new ImportPoll.Running(RetryAfter.NONE, List.of()));
    }

    @Test
    void aJobThatTellsWhatIsDoneSoFarRuns() {
        server.answers(FakeServer.json(
                202, "{\"output\":[{\"type\":\"Patient\",\"count\":1,\"inputUrl\":\"" + BLOB + "\"}],\"error\":[]}"));

        assertThat(client.poll(job))
                .isEqualTo(new ImportPoll.Running(
                        RetryAfter.NONE,
                        List.of(new ImportResult(
                                Instant.MIN, true, List.of(new ImportResult.Loaded("Patient", BLOB, 1)), List.of()))));
    }

    @Test
    void theAccountOfADoneJobIsRead() {
        server.answers(FakeServer.json(200, """
                {"transactionTime":"2026-03-01T11:00:00.123+00:00","request":"https://dst.example.net/$import",
                 "output":[{"type":null,"count":9876543210,"inputUrl":"%1$s"}],
                 "error":[{"type":null,"count":1,"inputUrl":"%1$s","url":"https://acct.blob.core.windows.net/e/55_57.ndjson"}]}""".formatted(BLOB)));

        assertThat(client.poll(job)).isInstanceOfSatisfying(ImportPoll.Done.class, done -> assertThat(done.result())
                .isEqualTo(new ImportResult(
                        Instant.parse("2026-03-01T11:00:00.123Z"),
                        true,
                        List.of(new ImportResult.Loaded("", BLOB, 9_876_543_210L)),
                        List.of(new ImportResult.Rejected(
                                "", BLOB, 1, URI.create("https://acct.blob.core.windows.net/e/55_57.ndjson"))))));
    }

    @Test
    void hapiCountsNothingPerFile() {
        server.answers(FakeServer.outcome(200, "informational", "Bulk Import Report"));

        assertThat(new ImportClient(server.http(Dialect.HAPI)).poll(job))
                .isInstanceOfSatisfying(ImportPoll.Done.class, done -> {
                    assertThat(done.result().counted()).isFalse();
                    assertThat(new String(done.outcome(), StandardCharsets.UTF_8))
                            .contains("Bulk Import Report");
                });
    }

    @Test
    void anAccountThatIsNoneIsAFailure() {
        server.answers(FakeServer.json(200, "{}"));

        assertThat(catchThrowableOfType(FhirException.class, () -> client.poll(job))
                        .reason())
                .isEqualTo(FhirException.Reason.UNUSABLE_ANSWER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | import operation failed for reason: etag. ErrorFile: x | false",
                "404 | import operation failed for reason: blob is gone | false",
                "500 | import operation failed for reason: InternalServerError | false",
                "503 | busy | true"
            })
    void aFailureSaysWhetherTheJobMayLive(int status, String text, boolean mayLive) {
        server.answers(FakeServer.outcome(status, "exception", text));

        assertThat(client.poll(job)).isInstanceOfSatisfying(ImportPoll.Failed.class, failed -> {
            assertThat(failed.status()).isEqualTo(status);
            assertThat(failed.transientFailure()).isEqualTo(mayLive);
        });
    }

    @Test
    void aCancelledJobAndAnUnknownOneAreToldApart() {
        server.answers(
                FakeServer.outcome(400, "processing", "User requested cancellation of operation."),
                FakeServer.status(404));

        assertThat(client.poll(job)).isEqualTo(new ImportPoll.Cancelled());
        assertThat(client.poll(job)).isEqualTo(new ImportPoll.Gone());
    }

    @Test
    void hapiCannotCancelAnImport() {
        assertThat(new ImportClient(server.http(Dialect.HAPI)).cancel(job)).isEqualTo(Cancellation.UNSUPPORTED);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void thePayloadForAzureIsTheSameInEveryRelease() {
        ImportRequest all = REQUEST.withErrorContainer("mig-errors")
                .withNegativeVersions(true)
                .withEventualConsistency(true)
                .withProcessingUnitBytesToRead(1000);

        assertThat(new String(ImportPayload.of(Dialect.AZURE, all).bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"resourceType\":\"Parameters\",\"parameter\":["
                        + "{\"name\":\"inputFormat\",\"valueString\":\"application/fhir+ndjson\"},"
                        + "{\"name\":\"mode\",\"valueString\":\"IncrementalLoad\"},"
                        + "{\"name\":\"allowNegativeVersions\",\"valueBoolean\":true},"
                        + "{\"name\":\"eventualConsistency\",\"valueBoolean\":true},"
                        + "{\"name\":\"errorContainerName\",\"valueString\":\"mig-errors\"},"
                        + "{\"name\":\"processingUnitBytesToRead\",\"valueInteger\":1000},"
                        + "{\"name\":\"input\",\"part\":[{\"name\":\"type\",\"valueString\":\"Patient\"},"
                        + "{\"name\":\"url\",\"valueUri\":\"" + BLOB + "\"},"
                        + "{\"name\":\"etag\",\"valueUri\":\"0x8DD\"}]}]}");
    }

    @Test
    void aPayloadThatWasStoredIsTheSamePayload() {
        ImportPayload payload = ImportPayload.of(Dialect.AZURE, REQUEST);

        assertThat(ImportPayload.of(payload.bytes()).sha256())
                .isEqualTo(payload.sha256())
                .isNotEqualTo(ImportPayload.of(Dialect.AZURE, REQUEST.withErrorContainer("second"))
                        .sha256());
    }

    @Test
    void thePayloadForHapiIsWhatItParses() {
        ImportRequest request = REQUEST.withHapi(new ImportRequest.Hapi("https://src.example.net", "u:p", 500));

        assertThat(new String(ImportPayload.of(Dialect.HAPI, request).bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"resourceType\":\"Parameters\",\"parameter\":["
                        + "{\"name\":\"inputFormat\",\"valueCode\":\"application/fhir+ndjson\"},"
                        + "{\"name\":\"inputSource\",\"valueUri\":\"https://src.example.net\"},"
                        + "{\"name\":\"storageDetail\",\"part\":[{\"name\":\"type\",\"valueCode\":\"https\"},"
                        + "{\"name\":\"credentialHttpBasic\",\"valueString\":\"u:p\"},"
                        + "{\"name\":\"maxBatchResourceCount\",\"valueString\":\"500\"}]},"
                        + "{\"name\":\"input\",\"part\":[{\"name\":\"type\",\"valueCode\":\"Patient\"},"
                        + "{\"name\":\"url\",\"valueUri\":\"" + BLOB + "\"}]}]}");
        assertThat(request.hapi().toString()).doesNotContain("u:p");
    }

    @Test
    void whatAServerWouldRefuseIsNotBuilt() {
        ImportInput signed = new ImportInput("Patient", URI.create(BLOB + "?sig=x"), "");
        ImportInput mixed = new ImportInput("", BLOB, "");

        assertThatThrownBy(() -> ImportPayload.of(Dialect.AZURE, ImportRequest.incremental(List.of(signed))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ImportPayload.of(Dialect.HAPI, ImportRequest.incremental(List.of(mixed))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ImportPayload.of(Dialect.BULK_DATA, REQUEST))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ImportRequest.incremental(List.of(mixed, mixed)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
