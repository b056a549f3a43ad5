package io.fhirferry.common.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fhirferry.common.trace.HopTrace;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FhirHttpTest {

    private final FakeServer server = new FakeServer();
    private final FakeServer elsewhere = new FakeServer();
    private final TestPatience time = new TestPatience();
    private final FhirHttp http = server.http(Dialect.AZURE, Authorization.bearer("s3cret"), time);

    @AfterEach
    void stop() {
        server.close();
        elsewhere.close();
    }

    @Test
    void theCredentialGoesToTheConfiguredOrigin() {
        server.answers(FakeServer.json(200, "{}"));

        http.fetch(get(server.url("/fhir/r4/Patient")));

        assertThat(server.onlyAsked().header("Authorization")).contains("Bearer s3cret");
        assertThat(server.onlyAsked().header("User-Agent")).contains("fhir-ferry");
        assertThat(server.onlyAsked().header("Accept-Encoding")).contains("gzip");
    }

    @Test
    void requestsCarryTheTraceOfTheThreadThatMakesThem() {
        server.answers(FakeServer.json(200, "{}"));

        String trace = HopTrace.begin(() -> {
            http.fetch(get(server.url("/fhir/r4/Patient")));
            return HopTrace.headers().get("traceparent");
        });

        assertThat(server.onlyAsked().header("traceparent")).contains(trace);
    }

    @Test
    void withoutATraceRequestsCarryNone() {
        server.answers(FakeServer.json(200, "{}"));

        http.fetch(get(server.url("/fhir/r4/Patient")));

        assertThat(server.onlyAsked().header("traceparent")).isEmpty();
    }

    @Test
    void aUrlOfAnotherOriginGetsNoCredential() {
        elsewhere.answers(FakeServer.json(200, "{}"));

        http.exchange(get(elsewhere.url("/job")));

        assertThat(elsewhere.onlyAsked().header("Authorization")).isEmpty();
    }

    @Test
    void aRefusalByAnotherOriginSaysWhyThereWasNoCredential() {
        elsewhere.answers(FakeServer.status(401));

        FhirException failure =
                catchThrowableOfType(FhirException.class, () -> http.exchange(get(elsewhere.url("/job"))));

        assertThat(failure.reason()).isEqualTo(FhirException.Reason.ELSEWHERE);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("no credential").hasMessageNotContaining("s3cret");
        assertThat(elsewhere.asked()).hasSize(1);
    }

    @Test
    void aRedirectWithinTheOriginIsFollowed() {
        server.answers(FakeServer.status(307).header("Location", "/fhir/r4/there?x=y"), FakeServer.json(200, "{}"));

        FhirResponse response = http.fetch(get(server.url("/fhir/r4/here")));

        assertThat(response.url()).isEqualTo(server.url("/fhir/r4/there?x=y"));
        assertThat(server.asked())
                .extracting(FakeServer.Asked::url)
                .containsExactly("/fhir/r4/here", "/fhir/r4/there?x=y");
    }

    @Test
    void aRedirectToAnotherOriginIsRefusedAndNothingIsSentThere() {
        server.answers(FakeServer.status(302)
                .header("Location", elsewhere.url("/steal").toString()));

        FhirException failure =
                catchThrowableOfType(FhirException.class, () -> http.exchange(get(server.url("/fhir/r4/here"))));

        assertThat(failure.reason()).isEqualTo(FhirException.Reason.ELSEWHERE);
        assertThat(elsewhere.asked()).isEmpty();
    }

    @Test
    void aRedirectOfAPostIsNotFollowed() {
        server.answers(FakeServer.status(307).header("Location", "/fhir/r4/there"));

        FhirRequest post =
                FhirRequest.post("A post", server.url("/fhir/r4/here"), "{}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> http.exchange(post)).isInstanceOf(FhirException.class);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void redirectsInACircleEnd() {
        for (int i = 0; i < 7; i++) {
            server.answers(FakeServer.status(302).header("Location", "/fhir/r4/here"));
        }

        FhirException failure =
                catchThrowableOfType(FhirException.class, () -> http.exchange(get(server.url("/fhir/r4/here"))));

        assertThat(failure.reason()).isEqualTo(FhirException.Reason.UNUSABLE_ANSWER);
        assertThat(server.asked()).hasSize(6);
    }

    @Test
    void aClientThatFollowsRedirectsItselfIsRefused() {
        HttpClient careless = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();

        assertThatThrownBy(() -> new FhirHttp(http.server(), careless, time.patience(), time.clock()))
                .isInstanceOf(IllegalArgumentException.class);
        careless.close();
    }

    @Test
    void aTokenThatIsNotAcceptedIsRenewedOnce(@TempDir Path dir) throws IOException {
        // given a token file that changes while the old token is refused
        Path file = Files.writeString(dir.resolve("token"), "old");
        FhirHttp withFile = server.http(Dialect.AZURE, Authorization.bearer(file), time);
        server.answers(FakeServer.json(200, "{}"));
        withFile.fetch(get(server.url("/a")));
        server.answers(FakeServer.status(401));

        // when
        FhirResponse refused = withFile.exchange(get(server.url("/b")));

        // then an unchanged file is not worth another request
        assertThat(refused.status()).isEqualTo(401);
        assertThat(server.asked()).hasSize(2);

        // when the file has changed
        Files.writeString(file, "newer\n");
        server.answers(FakeServer.json(200, "{}"));
        withFile.fetch(get(server.url("/c")));

        // then
        assertThat(server.asked().getLast().header("Authorization")).contains("Bearer newer");
    }

    @Test
    void transientFailuresOfAGetAreWaitedFor() {
        server.answers(
                FakeServer.status(503), FakeServer.status(429).header("Retry-After", "3"), FakeServer.json(200, "{}"));

        assertThat(http.fetch(get(server.url("/fhir/r4/Patient"))).status()).isEqualTo(200);
        assertThat(time.pauses()).hasSize(2).endsWith(Duration.ofSeconds(3));
    }

    @Test
    void aFailureCarriesWhatToDoAndNoWordOfTheServer() {
        server.answers(FakeServer.outcome(429, "throttled", "patient Jane Doe is busy")
                .header("Retry-After", "600")
                .header("x-ms-request-id", "abc-1"));

        FhirException failure = catchThrowableOfType(
                FhirException.class, () -> http.fetch(get(server.url("/fhir/r4/Patient/jane?name=doe"))));

        assertThat(failure.retryable()).isTrue();
        assertThat(failure.status()).isEqualTo(429);
        assertThat(failure.retryAfter().delay()).hasMinutes(10);
        assertThat(failure.requestId()).isEqualTo("abc-1");
        assertThat(failure.issue()).isEqualTo(new OutcomeIssue("error", "throttled"));
        assertThat(new String(failure.rawOutcome(), StandardCharsets.UTF_8)).contains("Jane Doe");
        assertThat(failure)
                .hasMessage("A test at " + server.url("") + " was refused: HTTP 429, issue error/throttled, request id"
                        + " abc-1. It can be tried again after 600 s.");
    }

    @Test
    void codesAndRequestIdsThatLookLikeContentAreDropped() {
        server.answers(FakeServer.outcome(400, "Jane Doe, 12 Main Street", "x").header("X-Request-Id", "Jane Doe"));

        FhirException failure =
                catchThrowableOfType(FhirException.class, () -> http.fetch(get(server.url("/fhir/r4/Patient"))));

        assertThat(failure.issue()).isEqualTo(new OutcomeIssue("error", ""));
        assertThat(failure.requestId()).isEmpty();
        assertThat(failure).hasMessageNotContaining("Jane");
    }

    @Test
    void compressedAnswersAreDecodedAndEmptyOnesAreEmpty() throws IOException {
        server.answers(
                FakeServer.json(200, "{\"a\":1}").gzip(), FakeServer.status(202).header("Content-Encoding", "gzip"));

        assertThat(http.fetch(get(server.url("/a"))).body()).asString().isEqualTo("{\"a\":1}");
        assertThat(http.fetch(get(server.url("/b"))).body()).isEmpty();
    }

    @Test
    void anErrorsBodyIsCutAndASuccessTooLargeIsAFailure() {
        server.answers(FakeServer.json(400, "x".repeat(100_000)), FakeServer.json(200, "x".repeat(1001)));

        assertThat(http.exchange(get(server.url("/a"))).body()).hasSize(64 << 10);
        assertThat(catchThrowableOfType(
                                FhirException.class,
                                () -> http.exchange(get(server.url("/b")).bodyLimit(1000)))
                        .reason())
                .isEqualTo(FhirException.Reason.ANSWER_TOO_LARGE);
    }

    @Test
    void aServerThatStallsInTheMiddleOfABodyTimesOut() {
        server.answers(FakeServer.json(200, "{\"a\":").stalling());

        FhirException failure = catchThrowableOfType(
                FhirException.class, () -> http.exchange(get(server.url("/a")).timeout(Duration.ofMillis(200))));

        assertThat(failure.reason()).isEqualTo(FhirException.Reason.TIMED_OUT);
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void aServerThatIsNotThereCanBeTriedAgain() {
        URI closed = server.url("/fhir/r4/a");
        server.close();

        FhirException failure = catchThrowableOfType(FhirException.class, () -> http.fetch(get(closed)));

        assertThat(failure.reason()).isEqualTo(FhirException.Reason.UNREACHABLE);
        assertThat(failure.retryable()).isTrue();
        assertThat(time.pauses()).hasSize(4);
    }

    @Test
    void aThreadThatIsToldToStopStopsAndStaysTold() {
        server.answers(FakeServer.json(200, "{}"));
        Thread.currentThread().interrupt();

        FhirException failure = catchThrowableOfType(FhirException.class, () -> http.exchange(get(server.url("/a"))));

        assertThat(failure.reason()).isEqualTo(FhirException.Reason.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aDownloadCarriesTheCredentialOnlyWhenTheManifestAsksAndOnlyHome() throws IOException {
        server.answers(
                FakeServer.json(200, "{}\n"), FakeServer.json(200, "{}\n").gzip());
        elsewhere.answers(FakeServer.json(200, "{}\n"));

        assertThat(read(server.url("/fhir/r4/Binary/1"), true)).isEqualTo("{}\n");
        assertThat(read(server.url("/fhir/r4/Binary/2"), false)).isEqualTo("{}\n");
        assertThat(read(elsewhere.url("/file"), true)).isEqualTo("{}\n");

        assertThat(server.asked().get(0).header("Authorization")).isPresent();
        assertThat(server.asked().get(0).header("Accept")).contains("application/fhir+ndjson");
        assertThat(server.asked().get(1).header("Authorization")).isEmpty();
        assertThat(elsewhere.onlyAsked().header("Authorization")).isEmpty();
    }

    private String read(URI url, boolean requiresAccessToken) throws IOException {
        try (InputStream in = http.download(url, requiresAccessToken)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static FhirRequest get(URI url) {
        return FhirRequest.get("A test", url);
    }
}
