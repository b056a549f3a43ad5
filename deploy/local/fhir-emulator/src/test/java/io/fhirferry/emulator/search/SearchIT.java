package io.fhirferry.emulator.search;

import static io.fhirferry.emulator.support.Resources.patient;
import static io.fhirferry.emulator.support.Resources.resource;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fhirferry.emulator.support.EmulatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class SearchIT extends EmulatorTest {

    @BeforeEach
    void loadFive() {
        client.load(
                patient("a", "1", "2020-01-01T00:00:00.000Z"),
                patient("b", "1", "2020-01-01T12:00:00.000Z"),
                patient("c", "2", "2020-01-02T00:00:00.000Z"),
                resource("Basic", "x", "1", "2020-01-01T06:00:00.000Z", ",\"code\":{\"text\":\"t\"},\"n\":1.0"),
                resource("Observation", "o", "1", "2020-02-01T00:00:00.000Z", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "_lastUpdated=2020-01-01, a b",
        "_lastUpdated=eq2020-01-01, a b",
        "_lastUpdated=ge2020-01-01T12:00:00Z, b c",
        "_lastUpdated=gt2020-01-01T12:00:00.000Z, c",
        "_lastUpdated=gt2020-01-01, c",
        "_lastUpdated=le2020-01-01, a b",
        "_lastUpdated=lt2020-01-01T12:00:00.000Z, a",
        "_lastUpdated=lt2020-01-02, a b",
        "_lastUpdated=ge2020-01-01T00:00:00.001Z&_lastUpdated=lt2020-01-02T00:00:00.000Z, b",
        "_lastUpdated=2019, ''",
        "'_id=a,c,x', a c",
        "'_id=a,c&_lastUpdated=ge2020-01-02', c",
        "_sort=-_lastUpdated, c b a",
        "_sort=_lastUpdated&_count=1, a b c",
    })
    void findsPatients(String query, String expected) {
        assertThat(String.join(" ", client.ids("/Patient?" + query))).isEqualTo(expected);
    }

    @Test
    void searchesTheWholeServerByTypeOrByDate() {
        assertThat(client.ids("/?_count=2")).containsExactly("x", "o", "a", "b", "c");
        assertThat(client.ids("/?_count=2&_sort=_lastUpdated")).containsExactly("a", "x", "b", "c", "o");
        assertThat(client.ids("/?_count=2&_sort=-_lastUpdated")).containsExactly("o", "c", "b", "x", "a");
        assertThat(client.ids("/?_type=Basic,Observation")).containsExactly("x", "o");
    }

    @Test
    void countsWithoutEntries() {
        JsonNode count = client.json("/Patient?_summary=count&_lastUpdated=lt2020-01-02");

        assertThat(count.path("total").asInt()).isEqualTo(2);
        assertThat(count.has("entry")).isFalse();
        assertThat(client.json("/?_summary=count").path("total").asInt()).isEqualTo(5);
        assertThat(client.json("/Patient?_count=0").path("total").asInt()).isEqualTo(3);
        assertThat(client.json("/Patient?_total=accurate&_count=1")
                        .path("total")
                        .asInt())
                .isEqualTo(3);
        assertThat(client.json("/Patient").has("total")).isFalse();
    }

    @Test
    void aFormFindsTheSameAsAQuery() {
        HttpResponse<String> found = client.send(
                "POST",
                "/Patient/_search",
                "_id=b&_lastUpdated=ge2020-01-01T00%3A00%3A00%2B00%3A00",
                "Content-Type",
                "application/x-www-form-urlencoded");

        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.body()).contains("\"id\":\"b\"").doesNotContain("\"id\":\"a\"");
    }

    @Test
    void answersOnlyTheElementsThatAreAskedFor() {
        String body = client.get("/Basic?_elements=id,meta,n").body();

        assertThat(body).contains("\"n\":1.0").contains("\"versionId\":\"1\"").doesNotContain("code");
    }

    @Test
    void pagesStayStableWhileResourcesComeAndGo() {
        String[] lines = IntStream.range(0, 100)
                .mapToObj(i -> resource("Task", "t" + (100 + i), "1", "2021-01-01T00:00:00.000Z", ""))
                .toArray(String[]::new);
        client.load(lines);
        List<String> ids = new ArrayList<>();
        String next = "/Task?_count=10";
        while (!next.isEmpty()) {
            JsonNode page = client.json(next);
            page.path("entry")
                    .forEach(entry -> ids.add(entry.path("resource").path("id").asText()));
            JsonNode first = page.path("link").get(0);
            next = first.path("relation").asText().equals("next")
                    ? first.path("url").asText()
                    : "";
            client.send("DELETE", "/Task/" + ids.getLast() + "?hardDelete=true", "");
        }

        assertThat(ids).hasSize(100).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void whatIsNotSupportedIsIgnoredWithAWarningOrRefusedWhenAsked() {
        JsonNode lenient = client.json("/Patient?name=x");

        assertThat(lenient.path("entry")).hasSize(4);
        assertThat(lenient.path("entry").get(3).path("search").path("mode").asText())
                .isEqualTo("outcome");
        assertThat(client.get("/Patient?name=x", "Prefer", "handling=strict").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "_lastUpdated=ge, 400",
        "_lastUpdated=xx2020, 400",
        "_lastUpdated=2020-01-01T00:00:00+00:00, 400",
        "_count=x, 400",
        "_sort=name, 400",
        "_summary=text, 400",
        "_total=estimate, 403",
        "ct=x, 400"
    })
    void refusesValuesThatMakeNoSense(String query, int status) {
        assertThat(client.get("/Patient?" + query).statusCode()).isEqualTo(status);
    }
}
