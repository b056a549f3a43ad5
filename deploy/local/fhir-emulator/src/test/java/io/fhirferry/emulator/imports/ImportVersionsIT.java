package io.fhirferry.emulator.imports;

import static io.fhirferry.emulator.support.Resources.deleted;
import static io.fhirferry.emulator.support.Resources.patient;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fhirferry.emulator.support.EmulatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which number and date a version has after an incremental import, and when it is refused. */
@QuarkusTest
class ImportVersionsIT extends EmulatorTest {

    private static final String Y1999 = "1999-06-01T00:00:00.000Z";
    private static final String Y2000 = "2000-06-01T00:00:00.000Z";
    private static final String Y2001 = "2001-06-01T00:00:00.000Z";
    private static final String Y2002 = "2002-06-01T00:00:00.000Z";
    private static final String Y2003 = "2003-06-01T00:00:00.000Z";

    @Test
    void aDateIsCutToMillisecondsAndKeepsItsOffset() {
        importing(patient("a", "", "2020-01-01T10:00:00.1239999+10:00")).expect(1, 0);

        assertThat(client.get("/Patient/a").body()).contains("\"lastUpdated\":\"2020-01-01T10:00:00.123+10:00\"");

        importing(patient("a", "", "2020-01-01T00:00:00.123+00:00")).expect(1, 0);

        assertThat(client.get("/Patient/a").body()).contains("\"lastUpdated\":\"2020-01-01T10:00:00.123+10:00\"");
        assertThat(history("a")).containsExactly("1");
    }

    @Test
    void aPriorVersionMayComeLateAndAgain() {
        importing(patient("a", "2", Y2001)).expect(1, 0);
        importing(patient("a", "1", Y2000)).expect(1, 0);

        importing(patient("a", "1", Y2000), "")
                .with("eventualConsistency", "true")
                .expect(1, 0);

        assertThat(history("a")).containsExactly("2", "1");
    }

    @Test
    void aNegativeVersionIsAConflictUnlessAllowed() {
        importing(patient("a", "-200", Y2001)).expect(0, 1);

        assertThat(client.get("/Patient/a").statusCode()).isEqualTo(404);
    }

    @Test
    void aNegativeVersionIsHistoryEvenWhenItIsTheNewest() {
        importing(patient("a", "4", Y2001)).expect(1, 0);

        importing(patient("a", "-100", Y2002))
                .with("allowNegativeVersions", "true")
                .expect(1, 0);

        assertThat(current("a")).isEqualTo("4");
        assertThat(history("a")).containsExactly("-100", "4");
    }

    @Test
    void aDateInTheFutureIsRefused() {
        String future = Instant.now().plus(60, ChronoUnit.SECONDS).toString();

        JsonNode report = importing(patient("a", "1", future)).expect(0, 1);

        assertThat(files.text(report.path("error").get(0).path("url").asText()))
                .contains("LastUpdated in the resource cannot be in the future.");
    }

    @Test
    void aDateAFewSecondsAheadIsTaken() {
        importing(patient("a", "1", Instant.now().plus(5, ChronoUnit.SECONDS).toString()))
                .expect(1, 0);
    }

    @Test
    void aCreationAndItsDeletionAreTwoVersions() {
        importing(patient("a", "1", Y2000), deleted("a", "2", Y2001)).expect(2, 0);

        assertThat(client.get("/Patient/a").statusCode()).isEqualTo(410);
        assertThat(history("a")).containsExactly("2", "1");
        assertThat(client.get("/Patient/a/_history/1").statusCode()).isEqualTo(200);
        assertThat(client.get("/Patient/a/_history/2").statusCode()).isEqualTo(410);
    }

    @Test
    void versionsWithoutNumbersThatComeLateFillTheGapBelow() {
        importing(patient("a", "10", Y2003)).expect(1, 0);

        importing(patient("a", "", Y2002), patient("a", "", Y2001), patient("a", "1", Y2000))
                .expect(3, 0);

        assertThat(history("a")).containsExactly("10", "9", "8", "1");
        assertThat(client.get("/Patient/a/_history/8").body()).contains("2001-06-01");
        assertThat(client.get("/Patient/a/_history/9").body()).contains("2002-06-01");
    }

    @Test
    void aVersionWithoutNumberFindsItsPlaceBetweenOthersOfTheSameFile() {
        importing(patient("a", "1", Y2001), patient("a", "", Y2002), patient("a", "3", Y2003))
                .expect(3, 0);

        assertThat(history("a")).containsExactly("3", "2", "1");
    }

    @Test
    void withoutAGapALateVersionIsAConflictUnlessNegativeOnesAreAllowed() {
        String[] lines = {patient("a", "1", Y2001), patient("a", "", Y2002), patient("a", "2", Y2003)};
        importing(lines).expect(2, 1);
        assertThat(history("a")).containsExactly("2", "1");

        client.reset();
        importing(lines).with("allowNegativeVersions", "true").expect(3, 0);

        assertThat(history("a")).containsExactly("2", "-1", "1");
    }

    @Test
    void aVersionThatIsNewerButHasASmallerNumberThanWhatIsThereIsAConflict() {
        importing(patient("a", "3", Y2001)).expect(1, 0);

        importing(patient("a", "2", Y2002)).expect(0, 1);

        importing(patient("a", "4", Y2000)).expect(0, 1);
        assertThat(history("a")).containsExactly("3");
    }

    @Test
    void numbersThatFallWhileDatesRiseAreAConflictWithinAFileToo() {
        importing(patient("a", "1", Y2002), patient("a", "2", Y2001)).expect(1, 1);

        assertThat(history("a")).containsExactly("1");
    }

    @Test
    void versionsMayComeInAnyOrderAndWithGaps() {
        importing(patient("a", "10000", Y2000)).expect(1, 0);

        importing(patient("a", "10100", Y2001), patient("a", "9000", Y1999), patient("a", "10300", Y2003))
                .expect(3, 0);

        assertThat(current("a")).isEqualTo("10300");
        assertThat(history("a")).containsExactly("10300", "10100", "10000", "9000");
    }

    @Test
    void ofTwoVersionsWithOneDateTheGreaterNumberWins() {
        importing(patient("a", "1", Y2000)).expect(1, 0);

        importing(patient("a", "2", Y2001), patient("a", "3", Y2001)).expect(1, 1);

        assertThat(history("a")).containsExactly("3", "1");
    }

    @Test
    void ofTwoDatesWithOneNumberTheLaterWins() {
        importing(patient("a", "1", Y2000)).expect(1, 0);

        importing(patient("a", "2", Y2001), patient("a", "2", Y2002)).expect(1, 1);

        assertThat(history("a")).containsExactly("2", "1");
        assertThat(client.get("/Patient/a").body()).contains("2002-06-01");
    }

    @Test
    void theCurrentVersionStaysWhenAnOlderOneComes() {
        importing(patient("a", "2", Y2002)).expect(1, 0);

        importing(patient("a", "1", Y2001)).expect(1, 0);

        assertThat(current("a")).isEqualTo("2");
    }

    @Test
    void theSameNumberAndDateWithOtherContentIsAConflict() {
        importing(patient("a", "1", Y2000)).expect(1, 0);

        importing(patient("a", "1", Y2000).replace("true", "false")).expect(0, 1);

        assertThat(client.get("/Patient/a").body()).contains("\"active\":true");
    }

    @Test
    void theSameLineAgainIsLoadedAndChangesNothing() {
        importing(patient("a", "1", Y2000)).expect(1, 0);
        String before = client.get("/_emulator/dump").body();

        importing(patient("a", "1", Y2000)).expect(1, 0);

        assertThat(client.get("/_emulator/dump").body()).isEqualTo(before);
    }

    @Test
    void numberAndDateAreKeptAndTheSameLineTwiceInAFileIsADuplicate() {
        String line = patient("a", "7", Y2000);

        JsonNode report = importing(line, line).expect(1, 1);

        assertThat(client.get("/Patient/a").body())
                .contains("\"versionId\":\"7\"")
                .contains("\"lastUpdated\":\"2000-06-01T00:00:00.000+00:00\"");
        assertThat(files.text(report.path("error").get(0).path("url").asText()))
                .contains("Failed to import duplicate resource, resource id: a, line: ");
    }

    @Test
    void aLineWithoutDateGetsTheTimeOfTheServerAndTheNextNumber() {
        importing(patient("a", "5", Y2000)).expect(1, 0);

        importing(patient("a", "99", "").replace("true", "false")).expect(1, 0);

        assertThat(history("a")).containsExactly("6", "5");
        assertThat(client.get("/Patient/a").body()).doesNotContain("2000-06-01");
    }

    @Test
    void creationAndDeletionComeToTheSameInAnyOrderOfTheFile() {
        importing(deleted("a", "2", Y2001), patient("a", "1", Y2000)).expect(2, 0);
        importing(patient("b", "3", Y2002), deleted("b", "2", Y2001), patient("b", "1", Y2000))
                .expect(3, 0);

        assertThat(client.get("/Patient/a").statusCode()).isEqualTo(410);
        assertThat(history("a")).containsExactly("2", "1");
        assertThat(current("b")).isEqualTo("3");
        assertThat(history("b")).containsExactly("3", "2", "1");
    }

    @Test
    void anImportOverAResourceOfTheServerIsAConflictWhenItsNumberIsTaken() {
        client.put("/Patient/a", patient("a"));

        importing(patient("a", "1", Y2000)).expect(0, 1);

        assertThat(history("a")).containsExactly("1");
        assertThat(client.get("/Patient/a").body()).contains("multipleBirthInteger");
    }

    private String current(String id) {
        return client.json("/Patient/" + id).path("meta").path("versionId").asText();
    }

    private List<String> history(String id) {
        return client.entries("/Patient/" + id + "/_history").stream()
                .map(entry -> entry.path("response").path("etag").asText())
                .map(etag -> etag.substring(3, etag.length() - 1))
                .toList();
    }
}
