package io.fhirferry.common.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleClientTest {

    private static final byte[] BUNDLE = "{\"resourceType\":\"Bundle\", \"x\":1.0}".getBytes(StandardCharsets.UTF_8);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    /** Patients p0, p1 and so on. */
    private record Patients(int size) implements BundleEntries {
        @Override
        public boolean isAt(int entry, CharSequence location) {
            return location.toString().contains("Patient/p" + entry);
        }
    }

    private List<EntryAnswer> send(int entries) {
        return new BundleClient(server.http(Dialect.AZURE), "").send(BUNDLE, new Patients(entries), TIMEOUT);
    }

    private static FakeServer.Answer answer(String... responses) {
        return FakeServer.json(
                200,
                Stream.of(responses)
                        .map(response -> "{\"fullUrl\":\"x\",\"response\":" + response + "}")
                        .collect(Collectors.joining(
                                ",", "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[", "]}")));
    }

    @Test
    void aBundleIsPostedToTheBaseByteForByte() {
        server.answers(answer("{\"status\":\"200\"}"));

        send(1);

        FakeServer.Asked asked = server.onlyAsked();
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.url()).isEqualTo("/fhir/r4");
        assertThat(asked.body()).isEqualTo(new String(BUNDLE, StandardCharsets.UTF_8));
        assertThat(asked.header("Prefer")).contains("return=minimal");
        assertThat(asked.header("x-bundle-processing-logic")).isEmpty();
    }

    @Test
    void onlyAServerThatWouldMergeMetaIsToldToReplaceIt() {
        server.answers(answer("{\"status\":\"200\"}"), answer("{\"status\":\"200\"}"));

        new BundleClient(server.http(Dialect.HAPI), "").send(BUNDLE, new Patients(1), TIMEOUT);
        new BundleClient(server.http(Dialect.AZURE), "").send(BUNDLE, new Patients(1), TIMEOUT);

        assertThat(server.asked())
                .extracting(asked -> asked.header("X-Meta-Snapshot-Mode"))
                .containsExactly(Optional.of("TAG,PROFILE,SECURITY_LABEL"), Optional.empty());
    }

    @Test
    void theProcessingLogicGoesIntoItsHeader() {
        server.answers(answer("{\"status\":\"200\"}"));

        new BundleClient(server.http(Dialect.AZURE), "parallel").send(BUNDLE, new Patients(1), TIMEOUT);

        assertThat(server.onlyAsked().header("x-bundle-processing-logic")).contains("parallel");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"201 Created\"', 201",
        "'\"201\"', 201",
        "'201', 201",
        "'\"200 OK\"', 200",
        "'\"204\"', 204",
    })
    void aStatusIsReadInEverySpelling(String written, int status) {
        server.answers(answer("{\"etag\":\"W/\\\"1\\\"\",\"status\":" + written + "}"));

        assertThat(send(1)).containsExactly(new EntryAnswer.Done(status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Created\"", "\"\"", "\"20\"", "\"2010\"", "null", "{}", "99", "\"999\""})
    void anAnswerWithoutAStatusFailsTheRequest(String written) {
        server.answers(answer("{\"status\":" + written + "}"));

        assertThatThrownBy(() -> send(1)).isInstanceOfSatisfying(FhirException.class, failure -> {
            assertThat(failure.reason()).isEqualTo(FhirException.Reason.UNUSABLE_ANSWER);
            assertThat(failure).hasMessageContaining("without a status for entry 1");
        });
    }

    @Test
    void refusedEntriesKeepTheirPlaceTheirCodesAndTheIdOfTheRequest() {
        server.answers(answer(
                        "{\"status\":\"201 Created\",\"location\":\"Patient/p0/_history/1\"}",
                        "{\"status\":\"422 Unprocessable\",\"outcome\":{\"issue\":[{\"severity\":\"error\","
                                + "\"code\":\"invalid\",\"diagnostics\":\"quotes Jane Doe\"}]}}",
                        "{\"status\":\"429\"}")
                .header("X-Request-Id", "b-4711"));

        List<EntryAnswer> answers = send(3);

        assertThat(answers)
                .containsExactly(
                        new EntryAnswer.Done(201),
                        new EntryAnswer.Refused(
                                422,
                                new OutcomeIssue("error", "invalid"),
                                false,
                                "b-4711",
                                "{\"issue\":[{\"severity\":\"error\",\"code\":\"invalid\","
                                        + "\"diagnostics\":\"quotes Jane Doe\"}]}"),
                        new EntryAnswer.Refused(429, OutcomeIssue.NONE, false, "b-4711", ""));
        assertThat(answers.get(1)).hasToString("HTTP 422, issue error/invalid, request id b-4711");
    }

    @ParameterizedTest
    @CsvSource({
        "400, 'HAPI-1094: Resource Patient/1 not found, specified in path: Observation.subject', true",
        "400, 'HAPI-1096: Resource Patient/1 is deleted, specified in path: Condition.subject', true",
        "409, 'Referential integrity violated. Resource `Patient/0` does not exist.', true",
        "400, 'HAPI-0450: Failed to parse request body', false",
        "429, 'Reference not found in the cache', false",
    })
    void aMissingReferenceIsToldFromOtherRefusals(int status, String text, boolean missing) {
        server.answers(answer(
                "{\"status\":\"%d\",\"outcome\":{\"issue\":[{\"diagnostics\":\"%s\"}]}}".formatted(status, text)));

        assertThat(send(1)).singleElement().isInstanceOfSatisfying(EntryAnswer.Refused.class, refused -> assertThat(
                        refused.missingReference())
                .isEqualTo(missing));
    }

    @Test
    void aShortAnswerIsAFailureOfTheRequest() {
        server.answers(answer("{\"status\":\"200\"}"));

        assertThatThrownBy(() -> send(2))
                .isInstanceOf(FhirException.class)
                .hasMessageContaining("with 1 of the 2 entries that were sent");
    }

    @Test
    void aLongAnswerIsAFailureOfTheRequest() {
        server.answers(answer("{\"status\":\"200\"}", "{\"status\":\"200\"}"));

        assertThatThrownBy(() -> send(1)).isInstanceOf(FhirException.class).hasMessageContaining("more entries");
    }

    @Test
    void anAnswerInAnotherOrderIsAFailureOfTheRequest() {
        server.answers(answer(
                "{\"status\":\"200\",\"location\":\"https://s/Patient/p1/_history/1\"}",
                "{\"status\":\"200\",\"location\":\"https://s/Patient/p0/_history/1\"}"));

        assertThatThrownBy(() -> send(2))
                .isInstanceOf(FhirException.class)
                .hasMessageContaining("another resource in the place of entry 1")
                .hasMessageNotContaining("p1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"entry\":[{\"response\":{\"status\":\"200\"", "<html>"})
    void anAnswerThatIsNoBundleIsAFailureOfTheRequest(String body) {
        server.answers(FakeServer.json(200, body));

        assertThatThrownBy(() -> send(1))
                .isInstanceOfSatisfying(FhirException.class, failure -> assertThat(failure.reason())
                        .isEqualTo(FhirException.Reason.UNUSABLE_ANSWER));
    }

    @Test
    void aThrottledRequestSaysHowLongToWait() {
        server.answers(FakeServer.status(429).header("Retry-After", "7"));

        assertThatThrownBy(() -> send(1)).isInstanceOfSatisfying(FhirException.class, failure -> {
            assertThat(failure.status()).isEqualTo(429);
            assertThat(failure.retryAfter().delay()).isEqualTo(Duration.ofSeconds(7));
        });
    }
}
