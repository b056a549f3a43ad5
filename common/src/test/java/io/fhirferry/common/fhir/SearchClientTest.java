package io.fhirferry.common.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchClientTest {

    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TILL = Instant.parse("2026-01-02T00:00:00Z");
    private static final String CAPABILITIES = """
            {"resourceType":"CapabilityStatement","software":{"name":"x"},"rest":[{"mode":"server","resource":[
              {"type":"Patient","interaction":[{"code":"read"},{"code":"search-type"}],"searchParam":[{"name":"a"}]},
              {"type":"Binary","interaction":[{"code":"search-type"}]},
              {"type":"OperationDefinition","interaction":[{"code":"read"}]},
              {"type":"Observation","interaction":[{"code":"search-type"}]}],"security":{}}],"document":[]}""";

    private final FakeServer server = new FakeServer();
    private final TestPatience time = new TestPatience();
    private final FhirHttp azureHttp = server.http(Dialect.AZURE, Authorization.bearer("s3cret"), time);
    private final SearchClient azure = new SearchClient(azureHttp);
    private final SearchClient hapi = new SearchClient(server.http(Dialect.HAPI));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theServersClockIsItsDateHeader() {
        // The server below adds its own Date.
        server.answers(FakeServer.json(200, "{".repeat(100_000)));

        assertThat(azure.serverNow()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(server.onlyAsked().url()).isEqualTo("/fhir/r4/metadata");
    }

    @Test
    void aCountIsAskedForAHalfOpenWindow() {
        server.answers(total(9_876_543_210L));

        assertThat(azure.count("Patient", SINCE, TILL)).isEqualTo(9_876_543_210L);
        assertThat(server.onlyAsked().url())
                .isEqualTo("/fhir/r4/Patient?_lastUpdated=ge2026-01-01T00%3A00%3A00.000Z"
                        + "&_lastUpdated=lt2026-01-02T00%3A00%3A00.000Z&_summary=count");
    }

    @Test
    void azureCountsAllTypesAtOnce() {
        server.answers(total(5));

        assertThat(azure.count(SearchClient.ALL_TYPES, SINCE, TILL)).isEqualTo(5);
        assertThat(server.onlyAsked().url()).startsWith("/fhir/r4?_lastUpdated=ge");
    }

    @Test
    void elsewhereTheTypesThatAnExportBringsAreCountedOneByOne() {
        server.answers(FakeServer.json(200, CAPABILITIES), total(3), total(4), total(5));

        assertThat(hapi.countByType(SearchClient.ALL_TYPES)).isEqualTo(7);
        assertThat(hapi.countByType("Patient")).isEqualTo(5);
        assertThat(server.asked())
                .extracting(FakeServer.Asked::url)
                .containsExactly(
                        "/fhir/r4/metadata",
                        "/fhir/r4/Observation?_summary=count",
                        "/fhir/r4/Patient?_summary=count",
                        "/fhir/r4/Patient?_summary=count");
        assertThat(hapi.types()).containsExactly("Binary", "Observation", "Patient");
    }

    @Test
    void aCountWithoutATotalIsNotZero() {
        server.answers(FakeServer.json(200, "{\"resourceType\":\"Bundle\"}"));

        assertThat(catchThrowableOfType(FhirException.class, () -> azure.countByType("Patient"))
                        .reason())
                .isEqualTo(FhirException.Reason.UNUSABLE_ANSWER);
    }

    @Test
    void anAnswerThatIsNoBundleIsNoCount() {
        server.answers(FakeServer.json(200, "<html>"), FakeServer.json(200, "{\"total\":3}"));

        assertThatThrownBy(() -> azure.countByType("Patient")).isInstanceOf(FhirException.class);
        assertThatThrownBy(() -> azure.countByType("Patient")).isInstanceOf(FhirException.class);
    }

    @Test
    void theHistoryIsCountedWhereTheServerCan() {
        server.answers(total(12), FakeServer.outcome(400, "not-supported", "x"));

        assertThat(azure.historyCount(SINCE, TILL)).isEqualTo(new HistoryCount.Counted(12));
        assertThat(azure.historyCount(SINCE, TILL)).isEqualTo(new HistoryCount.Unsupported());
        assertThat(hapi.historyCount(SINCE, TILL)).isEqualTo(new HistoryCount.Unsupported());
        assertThat(server.asked().getFirst().url())
                .isEqualTo("/fhir/r4/_history?_since=2026-01-01T00%3A00%3A00.000Z"
                        + "&_before=2026-01-02T00%3A00%3A00.000Z&_summary=count");
    }

    @Test
    void theOldestContentIsFoundByOneSearchOrByOnePerType() {
        server.answers(
                page("", version("Patient", "p1", "1", "2020-05-01T00:00:00Z")),
                FakeServer.json(200, CAPABILITIES),
                page(""),
                page("", version("Observation", "o1", "1", "2019-05-01T00:00:00Z")),
                page("", version("Patient", "p1", "1", "2020-05-01T00:00:00Z")),
                page(""));

        assertThat(azure.earliest(false)).isEqualTo(new Earliest.At(Instant.parse("2020-05-01T00:00:00Z")));
        assertThat(hapi.earliest(false)).isEqualTo(new Earliest.At(Instant.parse("2019-05-01T00:00:00Z")));
        assertThat(hapi.earliest(true)).isEqualTo(new Earliest.Unknown());
        assertThat(azure.earliest(false)).isEqualTo(new Earliest.Empty());
    }

    @Test
    void theOldestVersionMayBeADeletionWithoutAResource() {
        server.answers(FakeServer.json(200, """
                {"resourceType":"Bundle","entry":[{"request":{"method":"DELETE","url":"Patient/p1"},
                 "response":{"status":"204","lastModified":"2018-05-01T00:00:00Z"}}]}"""));

        assertThat(azure.earliest(true)).isEqualTo(new Earliest.At(Instant.parse("2018-05-01T00:00:00Z")));
    }

    @Test
    void aReadFindsTheBytesAsTheyWereSent() {
        String resource = "{ \"resourceType\":\"Patient\",\"id\":\"p1\", \"x\":1.00,\"meta\":{\"versionId\":\"3\"}}";
        server.answers(FakeServer.json(200, resource).header("ETag", "W/\"3\""), FakeServer.json(200, resource));

        assertThat(azure.read("Patient", "p1")).isInstanceOfSatisfying(ReadResult.Found.class, found -> {
            assertThat(found.bytes()).asString().isEqualTo(resource);
            assertThat(found.versionId()).isEqualTo("3");
        });
        assertThat(azure.vread("Patient", "p1", "3"))
                .isInstanceOfSatisfying(ReadResult.Found.class, found -> assertThat(found.versionId())
                        .isEqualTo("3"));
        assertThat(server.asked())
                .extracting(FakeServer.Asked::url)
                .containsExactly("/fhir/r4/Patient/p1", "/fhir/r4/Patient/p1/_history/3");
    }

    @Test
    void aDeletedResourceIsNotAMissingOne() {
        server.answers(
                FakeServer.status(410).header("ETag", "W/\"4\""), FakeServer.status(404), FakeServer.status(403));

        assertThat(azure.read("Patient", "p1")).isEqualTo(new ReadResult.Deleted("4"));
        assertThat(azure.read("Patient", "p1")).isEqualTo(new ReadResult.Missing());
        assertThat(catchThrowableOfType(FhirException.class, () -> azure.read("Patient", "jane-doe")))
                .hasMessageNotContaining("jane");
    }

    @Test
    void nothingButNamesGetsIntoAUrl() {
        assertThatThrownBy(() -> azure.read("Patient", "../metadata?x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("metadata");
        assertThatThrownBy(() -> azure.read("Patient", "..")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> azure.vread("Patient", "p1", "1/../2")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void versionsAreListedPageByPage() {
        server.answers(
                page(
                        server.url("/fhir/r4/Patient?ct=2").toString(),
                        version("Patient", "p1", "1", "2020-05-01T00:00:00Z"),
                        version("OperationOutcome", "w", "", "")),
                FakeServer.status(503),
                page("", version("Patient", "p2", "7", "2021-05-01T00:00:00Z")));
        List<List<ResourceVersion>> pages = new ArrayList<>();

        azure.versions("Patient", TILL, pages::add);

        assertThat(pages)
                .containsExactly(
                        List.of(new ResourceVersion("Patient", "p1", "1", Instant.parse("2020-05-01T00:00:00Z"))),
                        List.of(new ResourceVersion("Patient", "p2", "7", Instant.parse("2021-05-01T00:00:00Z"))));
        assertThat(server.asked().getFirst().url())
                .isEqualTo("/fhir/r4/Patient?_lastUpdated=lt2026-01-02T00%3A00%3A00.000Z&_elements=id%2Cmeta"
                        + "&_sort=_lastUpdated&_count=1000");
        assertThat(server.asked().getLast().url()).isEqualTo("/fhir/r4/Patient?ct=2");
    }

    @Test
    void versionsOfAWindowAreListedAlone() {
        server.answers(page("", version("Patient", "p1", "1", "2026-01-01T12:00:00Z")));
        List<ResourceVersion> listed = new ArrayList<>();

        azure.versions("Patient", Instant.parse("2026-01-01T00:00:00Z"), TILL, listed::addAll);

        assertThat(listed).hasSize(1);
        assertThat(server.onlyAsked().url())
                .isEqualTo(
                        "/fhir/r4/Patient?_lastUpdated=ge2026-01-01T00%3A00%3A00.000Z"
                                + "&_lastUpdated=lt2026-01-02T00%3A00%3A00.000Z&_elements=id%2Cmeta&_sort=_lastUpdated&_count=1000");
    }

    @Test
    void aNextPageOnAnotherOriginIsNotFollowed() {
        try (FakeServer elsewhere = new FakeServer()) {
            server.answers(page(elsewhere.url("/steal").toString()));

            FhirException failure = catchThrowableOfType(
                    FhirException.class,
                    () -> azure.versions(
                            "Patient", TILL, page -> assertThat(page).isEmpty()));

            assertThat(failure.reason()).isEqualTo(FhirException.Reason.ELSEWHERE);
            assertThat(elsewhere.asked()).isEmpty();
        }
    }

    @Test
    void pagesThatGoInACircleEndInAFailure() {
        for (int i = 0; i < 5; i++) {
            server.answers(page("?ct=a"), page("?ct=b"), page("?ct=c"));
        }

        assertThat(catchThrowableOfType(FhirException.class, () -> azure.versions("Patient", TILL, page -> {})))
                .hasMessageContaining("was there before");
        assertThat(server.asked()).hasSizeLessThan(9);
    }

    @Test
    void aBatchBringsTheRawBytesOfEachResource() throws IOException {
        // given
        String p1 = "{\"resourceType\":\"Patient\", \"id\":\"p1\",\"é\":\"}{\\\"€\",\"x\":1.00}";
        String o2 = "{\"resourceType\":\"Observation\",\"id\":\"o2\",\"meta\":{\"versionId\":\"5\"}}";
        server.answers(FakeServer.json(200, """
                {"resourceType":"Bundle","type":"batch-response","entry":[
                 {"resource":%s,"response":{"status":"200 OK","etag":"W/\\"3\\""}},
                 {"response":{"status":"410","outcome":{"resourceType":"OperationOutcome","id":"o2"}}},
                 {"response":{"outcome":{"issue":[]},"status":"404 Not Found"}},
                 {"response":{"status":"200"},"resource":%s}]}""".formatted(p1, o2)).gzip());

        // when
        List<ReadResult> results = azure.readBatch(List.of(
                ResourceRef.current("Patient", "p1"),
                ResourceRef.current("Patient", "p2"),
                new ResourceRef("Patient", "p3", "2"),
                ResourceRef.current("Observation", "o2")));

        // then
        assertThat(results.get(0)).isInstanceOfSatisfying(ReadResult.Found.class, found -> {
            assertThat(new String(found.bytes(), StandardCharsets.UTF_8)).isEqualTo(p1);
            assertThat(found.versionId()).isEqualTo("3");
        });
        assertThat(results.get(1)).isEqualTo(new ReadResult.Deleted(""));
        assertThat(results.get(2)).isEqualTo(new ReadResult.Missing());
        assertThat(results.get(3)).isInstanceOfSatisfying(ReadResult.Found.class, found -> {
            assertThat(new String(found.bytes(), StandardCharsets.UTF_8)).isEqualTo(o2);
            assertThat(found.versionId()).isEqualTo("5");
        });
        assertThat(server.onlyAsked().url()).isEqualTo("/fhir/r4");
        assertThat(server.onlyAsked().body())
                .contains("{\"request\":{\"method\":\"GET\",\"url\":\"Patient/p3/_history/2\"}}");
    }

    @Test
    void anEntryThatWasThrottledOrIsOutOfPlaceIsReadAlone() {
        server.answers(
                FakeServer.json(200, """
                        {"resourceType":"Bundle","entry":[{"response":{"status":"429"}},
                         {"resource":{"resourceType":"Patient","id":"other"},"response":{"status":"200"}}]}"""),
                FakeServer.status(404),
                FakeServer.json(200, "{\"resourceType\":\"Patient\",\"id\":\"p2\"}"));

        assertThat(azure.readBatch(List.of(ResourceRef.current("Patient", "p1"), ResourceRef.current("Patient", "p2"))))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(new ReadResult.Missing()),
                        second -> assertThat(second).isInstanceOf(ReadResult.Found.class));
    }

    @Test
    void aBatchThatIsTooLargeIsHalved() {
        server.answers(FakeServer.status(413), FakeServer.status(404), FakeServer.status(410));

        assertThat(azure.readBatch(List.of(ResourceRef.current("Patient", "p1"), ResourceRef.current("Patient", "p2"))))
                .containsExactly(new ReadResult.Missing(), new ReadResult.Deleted(""));
    }

    @Test
    void aServerInItsInitialImportModeIsReadOneByOne() {
        server.answers(FakeServer.status(423), FakeServer.status(404), FakeServer.status(410));

        assertThat(azure.readBatch(List.of(ResourceRef.current("Patient", "p1"), ResourceRef.current("Patient", "p2"))))
                .containsExactly(new ReadResult.Missing(), new ReadResult.Deleted(""));
    }

    @Test
    void aBatchWithMissingEntriesIsAFailure() {
        server.answers(FakeServer.json(200, "{\"resourceType\":\"Bundle\"}"));

        assertThatThrownBy(() -> azure.readBatch(
                        List.of(ResourceRef.current("Patient", "p1"), ResourceRef.current("Patient", "p2"))))
                .isInstanceOf(FhirException.class);
    }

    private static FakeServer.Answer total(long total) {
        return FakeServer.json(200, "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":" + total + "}\n");
    }

    private static FakeServer.Answer page(String next, String... entries) {
        String link = next.isEmpty() ? "" : "{\"relation\":\"next\",\"url\":\"" + next + "\"}";
        return FakeServer.json(
                200,
                "{\"resourceType\":\"Bundle\",\"link\":[" + link + "],\"entry\":[" + String.join(",", entries) + "]}");
    }

    private static String version(String type, String id, String versionId, String lastUpdated) {
        return ("{\"fullUrl\":\"x\",\"resource\":{\"resourceType\":\"%s\",\"contained\":[{\"id\":\"c\",\"meta\":{}}],"
                        + "\"id\":\"%s\",\"meta\":{\"tag\":[{\"code\":\"SUBSETTED\"}],\"versionId\":\"%s\","
                        + "\"lastUpdated\":\"%s\"}},\"search\":{\"mode\":\"match\"}}")
                .formatted(type, id, versionId, lastUpdated);
    }
}
