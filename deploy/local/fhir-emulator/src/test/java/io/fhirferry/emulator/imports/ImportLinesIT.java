package io.fhirferry.emulator.imports;

import static io.fhirferry.emulator.support.Resources.patient;
import static io.fhirferry.emulator.support.Resources.resource;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fhirferry.emulator.support.EmulatorTest;
import io.fhirferry.emulator.support.ImportCall;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of single lines, and how the report tells. */
@QuarkusTest
class ImportLinesIT extends EmulatorTest {

    private static final String DATE = "2020-06-01T00:00:00.000Z";

    @Test
    void smallUnitsGiveManyDetailsAndOneGroupedOutput() {
        String line = patient("a", "1", DATE);
        int units = (line.length() + 10) / 10;
        ImportCall call = importing(line).with("processingUnitBytesToRead", "10");
        JsonNode grouped = call.expect(1, 0);

        JsonNode details = client.json(call.start() + "?_details=true");

        assertThat(grouped.path("output")).hasSize(1);
        assertThat(details.path("output")).hasSize(units);
        ImportCall whole = importing(line).with("processingUnitBytesToRead", "0");
        whole.expect(1, 0);
        assertThat(client.json(whole.start() + "?_details=true").path("output")).hasSize(1);
    }

    @Test
    void aBusyServerRefusesLinesAndDoesTheRest() {
        client.fault("{\"kind\":\"refuse\",\"path\":\"import\",\"limit\":2}");
        String[] lines = {patient("a", "1", DATE), patient("b", "1", DATE), patient("c", "1", DATE)};

        JsonNode report = importing(lines).expect(1, 2);

        assertThat(files.text(report.path("error").get(0).path("url").asText()))
                .contains("The request was throttled.", "line: 2 with stream start offset: 0");
        importing(lines).expect(3, 0);
    }

    @Test
    void anErrorNamesItsLineWithinItsUnitAndWhereTheUnitStarts() {
        String text = IntStream.range(0, 40)
                .mapToObj(i -> i % 10 == 7 ? "{\"bad\":" + i + "}\r\n\r\n" : patient("a" + i, "1", DATE) + "\r\n")
                .collect(Collectors.joining());
        String url = files.upload(text);

        JsonNode report = new ImportCall(client)
                .input(url)
                .with("processingUnitBytesToRead", "1000")
                .expect(36, 4);

        assertThat(report.path("error").size()).isGreaterThan(1);
        for (JsonNode error : report.path("error")) {
            for (String entry : files.lines(error.path("url").asText())) {
                assertThat(lineOf(text, entry)).startsWith("{\"bad\":");
            }
        }
    }

    @Test
    void aFileMayHoldManyTypesWhenNoneIsDeclared() {
        importing(patient("a", "1", DATE), resource("Observation", "o", "1", DATE, ""))
                .expect(2, 0);

        assertThat(client.get("/Observation/o").statusCode()).isEqualTo(200);
    }

    @Test
    void aFileOfAnotherTypeIsRejectedLineByLine() {
        String url = files.upload(patient("a", "1", DATE) + "\n" + patient("b", "1", DATE) + "\n");

        JsonNode report = new ImportCall(client).input("Observation", url, "").expect(0, 2);

        JsonNode output = report.path("output").get(0);
        assertThat(output.path("count").asInt()).isZero();
        assertThat(output.path("type").asText()).isEqualTo("Observation");
        assertThat(output.path("inputUrl").asText()).isEqualTo(url);
        String log = report.path("error").get(0).path("url").asText();
        assertThat(log).contains("/fhirlogs/Observation");
        assertThat(files.lines(log)).hasSize(2).allMatch(line -> line.contains("Resource type not match."));
    }

    @Test
    void aLineThatIsNoResourceIsRejectedAndTheOthersAreLoaded() {
        JsonNode report = importing(
                        patient("a", "1", DATE),
                        patient("b", "1", DATE),
                        "{\"resourceType\":\"Patient\",",
                        patient("c", "1", DATE),
                        patient("d", "1", DATE))
                .expect(4, 1);

        List<String> log = files.lines(report.path("error").get(0).path("url").asText());
        assertThat(log).singleElement().asString().contains("Failed to process resource at line: 3 ");
        assertThat(log.getFirst()).doesNotContain("\"code\"");
    }

    @Test
    void idsThatAreNoneAreRejectedIntoTheErrorContainerOfTheRequest() {
        String[] ids = {"", "a b", "ä", "a_b", "a/b", "x".repeat(65)};
        String lines = IntStream.range(0, ids.length)
                .mapToObj(i -> patient(ids[i], "1", DATE))
                .collect(Collectors.joining("\n"));
        String good = patient("x".repeat(64), "1", DATE) + "\n" + patient("A-1.b", "1", DATE);
        String missing = "{\"resourceType\":\"Patient\"}";

        JsonNode report = importing(lines, good, missing)
                .with("errorContainerName", "my-errors")
                .expect(2, 7);

        JsonNode error = report.path("error").get(0);
        assertThat(error.path("url").asText()).contains("/my-errors/");
        assertThat(files.lines(error.path("url").asText()))
                .hasSize(7)
                .allMatch(line -> line.contains("Invalid resource id"));
    }

    @Test
    void searchParametersAreRejectedAndConditionalReferencesAreStored() {
        String conditional =
                resource("Observation", "o", "1", DATE, ",\"subject\":{\"reference\":\"Patient?identifier=1\"}");

        importing(conditional, resource("SearchParameter", "s", "1", DATE, "")).expect(1, 1);

        assertThat(client.get("/Observation/o").body()).contains("Patient?identifier=1");
    }

    @Test
    void anEmptyFileCountsNothing() {
        JsonNode report = new ImportCall(client).input(files.upload("")).expect(0, 0);

        assertThat(report.path("output")).hasSize(1);
    }

    @Test
    void bytesAreKeptAsTheyCame() {
        importing(
                        "{\"x\":1.0, \"resourceType\":\"Basic\",\"id\":\"a\",\"meta\":{\"tag\":[],\"versionId\":\"2\",\"lastUpdated\":\""
                                + DATE + "\"},\"y\":1e5 }")
                .expect(1, 0);

        assertThat(client.get("/Basic/a").body())
                .isEqualTo(
                        "{\"x\":1.0, \"resourceType\":\"Basic\",\"id\":\"a\",\"meta\":{\"tag\":[],\"versionId\":\"2\","
                                + "\"lastUpdated\":\"2020-06-01T00:00:00.000+00:00\"},\"y\":1e5 }");
    }

    @Test
    void tooManyResourcesThatShareAMillisecondFailTheJob() {
        String lines = IntStream.range(0, 81_000)
                .mapToObj(i -> "{\"resourceType\":\"Basic\",\"id\":\"" + i
                        + "\",\"meta\":{\"lastUpdated\":\"1900-01-01T00:00:00Z\"}}")
                .collect(Collectors.joining("\n"));

        HttpResponse<String> end =
                new ImportCall(client).input(files.upload(lines)).end();

        assertThat(end.statusCode()).isEqualTo(400);
        assertThat(end.body()).contains("Unable to generate internal IDs");
    }

    /** Finds the line of a file that an entry of an error log speaks of. */
    private static String lineOf(String text, String entry) {
        Matcher match = Pattern.compile("at line: (\\d+) with stream start offset: (\\d+)")
                .matcher(entry);
        assertThat(match.find()).isTrue();
        int offset = Integer.parseInt(match.group(2));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String rest = new String(bytes, offset, bytes.length - offset, StandardCharsets.UTF_8);
        String from = offset == 0 ? rest : rest.substring(rest.indexOf('\n') + 1);
        return from.lines()
                .filter(line -> !line.isEmpty())
                .skip(Integer.parseInt(match.group(1)) - 1L)
                .findFirst()
                .orElseThrow();
    }
}
