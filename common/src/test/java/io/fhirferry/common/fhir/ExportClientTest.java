package io.fhirferry.common.fhir;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.params.provider.ValueSource;

class ExportClientTest {

    private static final ExportRequest WINDOW =
            ExportRequest.window(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-02T00:00:00Z"));

    private final FakeServer server = new FakeServer();
    private final TestPatience time = new TestPatience();
    private final ExportClient client =
            new ExportClient(server.http(Dialect.AZURE, Authorization.bearer("s3cret"), time));
    private final URI job = server.url("/_operations/export/7");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aKickOffSendsWhatTheDialectWantsAndReturnsTheJob() {
        server.answers(FakeServer.status(202).header("Content-Location", job.toString()));

        assertThat(client.kickOff(WINDOW)).isEqualTo(job);

        FakeServer.Asked asked = server.onlyAsked();
        assertThat(asked.url()).startsWith("/fhir/r4/$export?_since=2026-01-01T00%3A00%3A00.000Z&_till=");
        assertThat(asked.header("Accept")).contains("application/fhir+json");
        assertThat(asked.header("Prefer")).contains("respond-async");
        assertThat(asked.header("Cache-Control")).isEmpty();
        assertThat(asked.header("Authorization")).contains("Bearer s3cret");
    }

    @Test
    void aRelativeContentLocationIsMadeAbsolute() {
        server.answers(FakeServer.status(202).header("Content-Location", "/_operations/export/7"));

        assertThat(client.kickOff(WINDOW)).isEqualTo(job);
    }

    @Test
    void hapiIsToldNotToJoinAnotherJob() {
        server.answers(FakeServer.status(202).header("Content-Location", job.toString()));

        new ExportClient(server.http(Dialect.HAPI)).kickOff(WINDOW);

        assertThat(server.onlyAsked().header("Cache-Control")).contains("no-cache");
    }

    @Test
    void aKickOffIsNotRepeatedEvenWhenTheServerIsBusy() {
        server.answers(FakeServer.status(503).header("Retry-After", "5"));

        FhirException failure = catchThrowableOfType(FhirException.class, () -> client.kickOff(WINDOW));

        assertThat(failure.retryable()).isTrue();
        assertThat(failure.retryAfter()).isEqualTo(RetryAfter.of(Duration.ofSeconds(5)));
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void aKickOffWithoutAContentLocationIsNoJob() {
        server.answers(FakeServer.status(202));

        assertThat(catchThrowableOfType(FhirException.class, () -> client.kickOff(WINDOW))
                        .reason())
                .isEqualTo(FhirException.Reason.UNUSABLE_ANSWER);
    }

    @Test
    void aJobOnAnotherOriginIsPolledWithoutTheCredential() {
        try (FakeServer elsewhere = new FakeServer()) {
            // given
            server.answers(FakeServer.status(202)
                    .header("Content-Location", elsewhere.url("/job").toString()));
            elsewhere.answers(FakeServer.status(202));
            URI there = client.kickOff(WINDOW);

            // when
            client.poll(there);

            // then
            assertThat(elsewhere.onlyAsked().header("Authorization")).isEmpty();
        }
    }

    @Test
    void aJobAtWorkTellsItsProgress() {
        server.answers(
                FakeServer.status(202).header("X-Progress", "in progress").header("Retry-After", "120"));

        assertThat(client.poll(job))
                .isEqualTo(new ExportPoll.Running(RetryAfter.of(Duration.ofMinutes(2)), "in progress"));
    }

    @Test
    void pollingTooOftenIsStillARunningJob() {
        server.answers(FakeServer.status(429).header("Retry-After", "30"));

        assertThat(client.poll(job)).isEqualTo(new ExportPoll.Running(RetryAfter.of(Duration.ofSeconds(30)), ""));
    }

    @Test
    void aManifestOfAzureIsRead() {
        server.answers(FakeServer.json(200, """
                {"transactionTime":"2026-03-01T10:15:02.417+00:00","request":"https://src.example.net/$export",
                 "requiresAccessToken":false,
                 "output":[{"type":"Observation","url":"https://acct.blob.core.windows.net/mig/Observation-1.ndjson","count":9876543210}],
                 "error":[],"issues":[{"severity":"warning","code":"not-supported","detailsText":"secret"}]}"""));

        assertThat(client.poll(job))
                .isEqualTo(new ExportPoll.Done(new ExportManifest(
                        Instant.parse("2026-03-01T10:15:02.417Z"),
                        false,
                        List.of(new ExportFile(
                                "Observation",
                                URI.create("https://acct.blob.core.windows.net/mig/Observation-1.ndjson"),
                                9_876_543_210L)),
                        List.of(),
                        List.of(),
                        List.of(new OutcomeIssue("warning", "not-supported")),
                        ExportManifest.LAST_PAGE)));
    }

    @Test
    void aManifestWithDeletionsErrorsLinksAndUnknownFieldsIsRead() {
        server.answers(FakeServer.json(200, """
                {"transactionTime":"2026-03-01T10:00:00Z","requiresAccessToken":true,"future":{"x":[1]},
                 "output":[{"type":"Patient","url":"/files/p1","extension":{}}],
                 "deleted":[{"type":"Bundle","url":"https://f.example/d1.ndjson"}],
                 "error":[{"type":"OperationOutcome","url":"https://f.example/e1.ndjson"}],
                 "link":[{"relation":"self","url":"m1"},{"relation":"next","url":"m2.json"}]}"""));

        assertThat(client.poll(job)).isInstanceOfSatisfying(ExportPoll.Done.class, done -> {
            ExportManifest manifest = done.manifest();
            assertThat(manifest.requiresAccessToken()).isTrue();
            assertThat(manifest.outputs())
                    .containsExactly(new ExportFile("Patient", server.url("/files/p1"), ExportFile.UNCOUNTED));
            assertThat(manifest.deleted()).hasSize(1);
            assertThat(manifest.errors()).hasSize(1);
            assertThat(manifest.hasNext()).isTrue();
            assertThat(manifest.next()).isEqualTo(server.url("/_operations/export/m2.json"));
        });
    }

    @Test
    void thePagesOfAManifestAreFetchedPatiently() {
        server.answers(FakeServer.status(503), FakeServer.json(200, "{\"output\":[]}"));

        assertThat(client.page(server.url("/m2.json")).hasNext()).isFalse();
        assertThat(time.pauses()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "<html>", "{\"output\":7}", "{\"output\":[{\"type\":\"Patient\"}]}"})
    void anAnswerThatIsNoManifestIsAFailureAndNoEmptyExport(String body) {
        server.answers(FakeServer.json(200, body));

        assertThat(catchThrowableOfType(FhirException.class, () -> client.poll(job))
                        .reason())
                .isEqualTo(FhirException.Reason.UNUSABLE_ANSWER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | exception | export operation failed for reason: Unknown error | false | false",
                "413 | too-costly | export operation failed for reason: reduce the time range | false | true",
                "400 | processing | export operation failed for reason: use _maxCount | false | true",
                "403 | forbidden | export operation failed for reason: storage | false | false",
                "404 | not-found | export operation failed for reason: no such host | false | false",
                "500 | transient | try later | true | false",
                "500 | processing | job failed | false | false",
                "503 | throttled | busy | true | false",
                "504 | | | true | false"
            })
    void aFailureSaysWhetherTheJobMayLiveAndWhetherLessMayHelp(
            int status, String code, String text, boolean mayLive, boolean tooLarge) {
        server.answers(FakeServer.outcome(status, code == null ? "" : code, text == null ? "" : text));

        assertThat(client.poll(job)).isInstanceOfSatisfying(ExportPoll.Failed.class, failed -> {
            assertThat(failed.status()).isEqualTo(status);
            assertThat(failed.transientFailure()).isEqualTo(mayLive);
            assertThat(failed.tooLarge()).isEqualTo(tooLarge);
            assertThat(failed.toString()).doesNotContain("reason");
            assertThat(new String(failed.outcome(), StandardCharsets.UTF_8)).contains("OperationOutcome");
        });
    }

    @Test
    void aJobThatTheServerDoesNotKnowIsGone() {
        server.answers(FakeServer.outcome(404, "not-found", "no such job"), FakeServer.status(410));

        assertThat(client.poll(job)).isEqualTo(new ExportPoll.Gone());
        assertThat(client.poll(job)).isEqualTo(new ExportPoll.Gone());
    }

    @Test
    void aPollThatIsNotAllowedIsNoFailureOfTheJob() {
        server.answers(FakeServer.status(403));

        assertThat(catchThrowableOfType(FhirException.class, () -> client.poll(job)))
                .hasMessageContaining("role");
    }

    @ParameterizedTest
    @CsvSource({
        "202, ACCEPTED",
        "204, ACCEPTED",
        "404, NOT_RUNNING",
        "409, NOT_RUNNING",
        "410, NOT_RUNNING",
        "405, UNSUPPORTED"
    })
    void cancellingEndsWhateverTheServerCallsIt(int status, Cancellation expected) {
        server.answers(FakeServer.status(status));

        assertThat(client.cancel(job)).isEqualTo(expected);
        assertThat(server.onlyAsked().method()).isEqualTo("DELETE");
    }
}
