package io.fhirferry.local.hapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.fhir.Earliest;
import io.fhirferry.common.fhir.HistoryCount;
import io.fhirferry.common.fhir.ReadResult;
import io.fhirferry.common.fhir.ResourceRef;
import io.fhirferry.common.fhir.ResourceVersion;
import io.fhirferry.common.fhir.SearchClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What HAPI answers when the ferry counts, lists and reads. */
class HapiSearchIT {
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    private final Hapi hapi = Hapi.shared();
    private final SearchClient searches = new SearchClient(hapi.http());

    @Test
    void aCountIsThatOfNowAndNotThatOfAMinuteAgo() {
        // Given
        put("Medication", "count-1");
        long before = searches.countByType("Medication");

        // When
        put("Medication", "count-2");

        // Then
        assertThat(searches.countByType("Medication")).isEqualTo(before + 1);
    }

    @Test
    void aWindowCountsFromItsBeginUpToItsEnd() {
        // Given
        put("Substance", "window-1");
        Instant begin = lastUpdated("Substance");

        // Then
        assertThat(searches.count("Substance", begin, begin.plusMillis(1))).isEqualTo(1);
        assertThat(searches.count("Substance", begin.plusMillis(1), FAR)).isZero();
        assertThat(searches.count("Substance", Instant.EPOCH, begin)).isZero();
    }

    @Test
    void allTypesAreCountedWithoutBinary() {
        // Given
        long before = searches.count(SearchClient.ALL_TYPES, Instant.EPOCH, FAR);

        // When
        hapi.put("Binary/all-1", """
                {"resourceType":"Binary","id":"all-1","contentType":"text/plain"}""");
        put("Flag", "all-1");

        // Then
        assertThat(searches.count(SearchClient.ALL_TYPES, Instant.EPOCH, FAR)).isEqualTo(before + 1);
    }

    @Test
    void theOldestOfAllIsFound() {
        // Given
        put("Basic", "oldest");

        // Then
        assertThat(searches.earliest(false)).isInstanceOfSatisfying(Earliest.At.class, at -> assertThat(at.instant())
                .isBetween(Instant.now().minus(Duration.ofHours(1)), Instant.now()));
        assertThat(searches.historyCount(Instant.EPOCH, FAR)).isInstanceOf(HistoryCount.Unsupported.class);
    }

    @Test
    void aListingGoesOverPagesAndMissesNothing() {
        // Given more than a page holds
        int many = 1_050;
        String entries =
                IntStream.range(0, many).mapToObj(i -> """
                        {"resource":{"resourceType":"Schedule","id":"list-%d","actor":[{"display":"x"}]},
                         "request":{"method":"PUT","url":"Schedule/list-%d"}}""".formatted(i, i)).collect(Collectors.joining(","));
        assertThat(hapi.post("", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entries + "]}")
                        .statusCode())
                .isEqualTo(200);

        // When
        List<ResourceVersion> listed = new ArrayList<>();
        searches.versions("Schedule", FAR, listed::addAll);

        // Then
        assertThat(listed).hasSize(many).allMatch(version -> version.versionId().equals("1"));
        assertThat(listed.stream().map(ResourceVersion::id).distinct()).hasSize(many);
    }

    @Test
    void aBatchOfReadsTellsWhatIsThereGoneAndMissing() {
        // Given
        put("Slot", "read-1");
        put("Slot", "read-2");
        hapi.delete("Slot/read-2");

        // When
        List<ReadResult> results = searches.readBatch(List.of(
                ResourceRef.current("Slot", "read-1"),
                ResourceRef.current("Slot", "read-2"),
                ResourceRef.current("Slot", "read-3"),
                new ResourceRef("Slot", "read-1", "1"),
                new ResourceRef("Slot", "read-1", "2")));

        // Then
        assertThat(results.get(0)).isInstanceOfSatisfying(ReadResult.Found.class, found -> assertThat(found.versionId())
                .isEqualTo("1"));
        assertThat(results.get(1)).isInstanceOf(ReadResult.Deleted.class);
        assertThat(results.get(2)).isInstanceOf(ReadResult.Missing.class);
        assertThat(results.get(3)).isInstanceOf(ReadResult.Found.class);
        assertThat(results.get(4)).isInstanceOf(ReadResult.Missing.class);
    }

    @Test
    void theClockIsTheServersOwn() {
        assertThat(Duration.between(searches.serverNow(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }

    private void put(String type, String id) {
        var answer = hapi.put(type + "/" + id, """
                {"resourceType":"%s","id":"%s"}""".formatted(type, id));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    }

    private Instant lastUpdated(String type) {
        List<ResourceVersion> versions = new ArrayList<>();
        searches.versions(type, FAR, versions::addAll);
        return versions.getFirst().lastUpdated();
    }
}
