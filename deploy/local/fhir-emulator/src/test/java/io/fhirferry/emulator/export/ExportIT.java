package io.fhirferry.emulator.export;

import static io.fhirferry.emulator.support.Resources.deleted;
import static io.fhirferry.emulator.support.Resources.patient;
import static io.fhirferry.emulator.support.Resources.resource;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fhirferry.emulator.support.EmulatorTest;
import io.fhirferry.emulator.support.FhirClient;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports of the profile fhir-service. */
@QuarkusTest
class ExportIT extends EmulatorTest {

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "*/*", "application/fhir+json, application/json"})
    void anyOtherAcceptHeaderIsRefused(String accept) {
        assertThat(client.get("/$export", "Accept", accept, "Prefer", "respond-async")
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"respond-async, wait=10", "respond-status", "*", "respond-async, separate-export-status"})
    void anyOtherPreferHeaderIsRefused(String prefer) {
        assertThat(client.get("/$export", "Accept", "application/fhir+json", "Prefer", prefer)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void handlingMayBePreferredToo() {
        assertThat(client.get("/$export", "Accept", "application/fhir+json", "Prefer", "respond-async, handling=strict")
                        .statusCode())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_until=2026-01-01",
                "_SINCE=2026-01-01",
                "_elements=id",
                "patient=a",
                "organizeOutputBy=Patient",
                "_since=2026-01-01T00:00:00+00:00",
                "_since=2026-1-1",
                "_since=2026-01-01%20",
                "_till=x",
                "_since=2026-01-01T00:00:00%2B0:00",
                "_maxCount=10001",
                "_maxCount=-1",
                "_isParallel=maybe",
                "_outputFormat=xml",
                "_outputFormat=NDJSON",
                "_typeFilter=Patient%3F_id%3Da",
                "_container=../x",
                "_type=Patient&_typeFilter=Patient%3F_id%3Da,b",
                "_type=Patient&_typeFilter=Patient%3Fname%3Da",
                "_type=Patient&_typeFilter=Patient%3F_id%3Da&includeAssociatedData=_history",
                "includeAssociatedData=history",
                "_format=x",
                "_anonymizationConfig=a.json",
                "_feedRange=1"
            })
    void aParameterThatIsUnknownOrWrongIsRefused(String query) {
        HttpResponse<String> response = export.kickOff("/$export?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("OperationOutcome");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Observation/$export", "/Patient/a/$export"})
    void onlyPatientsAndGroupsCanBeExportedByThemselves(String path) {
        assertThat(export.kickOff(path).statusCode()).isEqualTo(400);
    }

    @Test
    void cancellingMakesTheJobUnknown() {
        String job = export.start("/$export");

        assertThat(client.send("DELETE", job, "").statusCode()).isEqualTo(202);

        assertThat(client.get(job).statusCode()).isEqualTo(404);
        assertThat(client.send("DELETE", job, "").statusCode()).isEqualTo(404);
        assertThat(client.get("/_operations/export/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void theManifestNamesEveryFileByTypeAndTheFilesHoldTheStoredBytes() {
        client.load(patient("a", "1", "2020-01-01T00:00:00.000Z"), patient("b", "1", "2020-01-02T00:00:00.000Z"));
        client.load(patient("c", "1", "2020-01-03T00:00:00.000Z"));
        client.load(resource("Observation", "o", "3", "2020-01-01T00:00:00.000Z", ", \"x\":1.0"));
        String job = export.start("/$export?_container=mig&_maxCount=2&_since=2020-01-01T00%3A00%3A00Z");

        JsonNode manifest = FhirClient.json(export.end(job));

        assertThat(manifest.path("request").asText())
                .isEqualTo(client.base() + "/$export?_container=mig&_maxCount=2&_since=2020-01-01T00%3A00%3A00Z");
        assertThat(manifest.path("requiresAccessToken").asBoolean(true)).isFalse();
        assertThat(manifest.path("error")).isEmpty();
        assertThat(manifest.findValuesAsText("type")).containsExactly("Observation", "Patient", "Patient");
        assertThat(manifest.findValuesAsText("count")).containsExactly("1", "2", "1");
        String id = job.substring(job.lastIndexOf('/') + 1);
        assertThat(manifest.path("output").get(0).path("url").asText())
                .matches(".*/mig/\\d{8}T\\d{6}-" + id + "/Observation-\\d+-1\\.ndjson");
        assertThat(export.lines(manifest))
                .contains(resource("Observation", "o", "3", "2020-01-01T00:00:00.000Z", ", \"x\":1.0"))
                .hasSize(4);
    }

    @Test
    void withoutContainerEveryJobHasItsOwn() {
        client.load(patient("a", "1", "2020-01-01T00:00:00.000Z"));
        String job = export.start("/$export");

        JsonNode manifest = FhirClient.json(export.end(job));

        String container = "export-" + job.substring(job.lastIndexOf('/') + 1);
        assertThat(manifest.path("output").get(0).path("url").asText()).contains("/" + container + "/Patient-");
        assertThat(files.names(container)).hasSize(1);
    }

    @Test
    void everyKickOffIsAJobOfItsOwn() {
        assertThat(export.start("/$export")).isNotEqualTo(export.start("/$export"));
    }

    @ParameterizedTest
    @CsvSource({"true, a/1 b/1", "false, a/1 b/1 c/1"})
    void theEndOfTheWindowIsOutsideUnlessTheSearchPathIsTaken(boolean parallel, String expected) {
        client.load(
                patient("a", "1", "2020-01-01T00:00:00.000Z"),
                patient("b", "1", "2020-01-01T23:59:59.999Z"),
                patient("c", "1", "2020-01-02T00:00:00.000Z"),
                patient("d", "1", "2020-01-02T00:00:00.001Z"),
                patient("z", "1", "2019-12-31T23:59:59.999Z"));

        List<String> versions = export.versions(
                "/$export?_since=2020-01-01T00:00:00Z&_till=2020-01-02T00:00:00.000Z" + "&_isParallel=" + parallel);

        assertThat(versions).containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"true, a/1", "false, ''"})
    void theFastPathSeesWhatWasCurrentThen(boolean parallel, String expected) {
        client.load(patient("a", "1", "2020-01-01T10:00:00.000Z"), patient("a", "2", "2020-01-03T00:00:00.000Z"));

        List<String> versions = export.versions("/$export?_since=2020-01-01&_till=2020-01-02&_isParallel=" + parallel);

        assertThat(String.join(" ", versions)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void historyAndDeletionsComeWhenAskedFor(boolean parallel) {
        client.load(
                patient("a", "1", "2020-01-01T00:00:00.000Z"),
                patient("a", "2", "2020-01-02T00:00:00.000Z"),
                patient("b", "1", "2020-01-03T00:00:00.000Z"),
                deleted("b", "2", "2020-01-04T00:00:00.000Z"));
        String path = "/$export?_isParallel=" + parallel + "&_till=2021";

        assertThat(export.versions(path)).containsExactly("a/2");
        assertThat(export.versions(path + "&includeAssociatedData=_history")).containsExactly("a/1", "a/2", "b/1");
        assertThat(export.versions(path + "&includeAssociatedData=_deleted")).containsExactly("a/2", "b/2");
        assertThat(export.versions(path + "&includeAssociatedData=_history,_deleted"))
                .containsExactly("a/1", "a/2", "b/1", "b/2");
    }

    @Test
    void aDeletionByTheApiIsExportedAsStub() {
        client.put("/Patient/a", patient("a"));
        client.send("DELETE", "/Patient/a", "");

        List<String> lines = export.lines(export.manifest("/$export?includeAssociatedData=_deleted"));

        assertThat(lines)
                .singleElement()
                .asString()
                .matches(
                        "\\{\"resourceType\":\"Patient\",\"id\":\"a\",\"meta\":\\{\"versionId\":\"2\",\"lastUpdated\":\".*\","
                                + "\"extension\":\\[\\{\"url\":\"http://azurehealthcareapis.com/data-extensions/deleted-state\","
                                + "\"valueString\":\"soft-deleted\"}]}}");
    }

    @Test
    void filtersAndTypesNarrowTheExport() {
        client.load(
                patient("a", "1", "2020-01-01T00:00:00.000Z"),
                patient("b", "1", "2020-01-02T00:00:00.000Z"),
                resource("Observation", "o", "1", "2020-01-01T00:00:00.000Z", ""),
                resource("Basic", "x", "1", "2020-01-01T00:00:00.000Z", ""));

        assertThat(export.versions("/$export?_type=Patient,Observation&_typeFilter=Patient%3F_id%3Db"))
                .containsExactly("o/1", "b/1");
        assertThat(export.versions("/$export?_type=Basic,Nothing")).containsExactly("x/1");
    }

    @Test
    void patientsComeWithWhatRefersToThem() {
        loadPatients();

        assertThat(export.versions("/Patient/$export")).containsExactly("o/1", "both/1", "both/1", "a/1", "b/1");
    }

    @Test
    void theWindowIsLaidOverThePatientsFirstSoThatNewsOfOldPatientsAreMissed() {
        loadPatients();

        assertThat(export.versions("/Patient/$export?_since=2020-01-02")).containsExactly("both/1", "b/1");
    }

    @Test
    void aGroupComesWithItsActiveMembersAndThoseOfGroupsWithinIt() {
        loadPatients();
        client.load(
                group(
                        "inner",
                        "{\"entity\":{\"reference\":\"Patient/b\"}},{\"entity\":{\"reference\":\"Group/outer\"}}"),
                group(
                        "outer",
                        "{\"entity\":{\"reference\":\"Group/inner\"}},"
                                + "{\"entity\":{\"reference\":\"Patient/a\"},\"inactive\":true},"
                                + "{\"entity\":{\"reference\":\"Patient/c\"},\"period\":{\"end\":\"2019\"}}"));

        assertThat(export.versions("/Group/outer/$export?_type=Patient,Observation"))
                .containsExactly("both/1", "b/1");
    }

    @Test
    void aGroupWithoutPatientsIsAnEmptyExport() {
        client.load(group("empty", ""));

        assertThat(export.manifest("/Group/empty/$export").path("output")).isEmpty();
    }

    @Test
    void aGroupThatIsNotThereMakesTheJobFail() {
        HttpResponse<String> end = export.end(export.start("/Group/none/$export"));

        assertThat(end.statusCode()).isEqualTo(400);
        assertThat(end.body()).contains("export operation failed for reason: ");
    }

    @Test
    void aContainerThatCannotBeMakesTheJobFailWithTheStatusOfTheStorage() {
        client.load(patient("a", "1", "2020-01-01T00:00:00.000Z"));

        assertThat(export.end(export.start("/$export?_container=No_Container")).statusCode())
                .isEqualTo(400);
    }

    private void loadPatients() {
        client.load(
                patient("a", "1", "2020-01-01T00:00:00.000Z"),
                patient("b", "1", "2020-01-02T00:00:00.000Z"),
                observation("o", "2020-01-03T00:00:00.000Z", "{\"reference\":\"Patient/a\"}"),
                observation(
                        "both",
                        "2020-01-04T00:00:00.000Z",
                        "{\"reference\":\"https://x.example/fhir/Patient/a/_history/1\"},{\"reference\":\"Patient/b\"}"),
                observation("none", "2020-01-05T00:00:00.000Z", "{\"reference\":\"Practitioner/a\"}"));
    }

    private static String observation(String id, String date, String references) {
        return resource("Observation", id, "1", date, ",\"focus\":[" + references + "]");
    }

    private static String group(String id, String members) {
        return resource("Group", id, "1", "2020-01-01T00:00:00.000Z", ",\"member\":[" + members + "]");
    }
}
