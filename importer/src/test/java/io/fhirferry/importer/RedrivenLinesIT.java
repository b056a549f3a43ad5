package io.fhirferry.importer;

import static io.fhirferry.importer.ImportFixture.logEntry;
import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.AlterationStore;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rejected lines that are brought again, and nothing else. */
class RedrivenLinesIT {

    private static final String POLL = "GET /_operations/import/7";
    private static final String BAD_ID = "Invalid resource id: '...'.";
    private static final String SLOW = "Too many requests, the operation was throttled.";

    private final FakeDestination destination = new FakeDestination();
    private final ImportFixture fixture = new ImportFixture(destination.base(), ImportSlice.MOST_FILES);

    @AfterEach
    void stop() {
        destination.close();
    }

    @Test
    void onlyTheRejectedLinesAreImportedAgainAndTheAccountCloses() {
        // given: five patients and two observations, of which the destination refuses three lines
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 5));
        ManifestFile observations = fixture.staged("Observation", "o.ndjson", lines("Observation", 2));
        WindowRow row = fixture.importing(patients, observations);
        String first = fixture.errorLog("P1.ndjson", logEntry(BAD_ID, 2, 0), logEntry(BAD_ID, 5, 0));
        String second = fixture.errorLog("O1.ndjson", logEntry(BAD_ID, 1, 0));
        destination
                .acceptsImports()
                .answer(
                        POLL,
                        200,
                        result(
                                loaded(patients, 3) + "," + loaded(observations, 1),
                                refused(patients, 2, first) + "," + refused(observations, 1, second)));
        Joined.Next imported = (Joined.Next) fixture.run(fixture.redriving, row);

        // when: only they are brought again, and one is refused once more
        WindowRow again = fixture.redriven(row, imported, List.of());
        ManifestFile patientLines = file(again, "Patient", 2);
        ManifestFile observationLines = file(again, "Observation", 1);
        String third = fixture.errorLog("P2.ndjson", logEntry(BAD_ID, 2, 0));
        destination.forget(POLL);
        destination.answer(
                POLL,
                200,
                result(loaded(patientLines, 1) + "," + loaded(observationLines, 1), refused(patientLines, 1, third)));
        Joined.Next joined = (Joined.Next) fixture.run(fixture.redriving, again);

        // then: the destination was shown nothing else
        String payload = destination.bodies().getLast();
        assertThat(payload)
                .contains(patientLines.url().toString(), observationLines.url().toString())
                .doesNotContain(patients.url().toString(), observations.url().toString());
        assertThat(fixture.read(name(again, "Patient")))
                .isEqualTo(line("Patient", 2) + "\n" + line("Patient", 5) + "\n");

        // and the account is that of before, with the lines where they are now
        assertThat(joined.account().of("Patient"))
                .isEqualTo(TypeAccount.NONE.withExported(5).withCopied(5).withImport(4, 0, 1, 0, 0));
        assertThat(joined.account().of("Observation"))
                .isEqualTo(TypeAccount.NONE.withExported(2).withCopied(2).withImport(2, 0, 0, 0, 0));

        // and what is left in quarantine says where the line is in the copied file
        assertThat(fixture.entries(row)).singleElement().satisfies(entry -> {
            assertThat(entry.file()).isEqualTo(patients.url().toString());
            assertThat(entry.line()).isEqualTo(5);
        });
        assertThat(manifest(joined).files()).containsExactly(patients, observations);
    }

    @Test
    void aJoinThatIsRepeatedAfterACrashComesToTheSame() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        WindowRow row = fixture.importing(patients);
        Joined.Next imported = refusing(row, patients, 2);
        WindowRow again = fixture.redriven(row, imported, List.of());
        ManifestFile taken = file(again, "Patient", 1);
        String log = fixture.errorLog("P2.ndjson", logEntry(BAD_ID, 1, 0));
        destination.forget(POLL);
        destination.answer(POLL, 200, result(loaded(taken, 0), refused(taken, 1, log)));

        Joined first = fixture.run(fixture.redriving, again);
        List<QuarantineEntry> before = fixture.entries(row);
        Joined second = fixture.run(fixture.redriving, again);

        assertThat(second).isEqualTo(first);
        assertThat(fixture.entries(row)).isEqualTo(before).singleElement().satisfies(entry -> assertThat(entry.line())
                .isEqualTo(2));
    }

    @Test
    void aLineThatWasCorrectedInItsFileIsTakenAsItIsNowAndTheRepairIsNoted() {
        // given
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        WindowRow row = fixture.importing(patients);
        Joined.Next imported = refusing(row, patients, 2);

        // when
        String corrected = line("Patient", 2).replace("\"r2\"", "\"r2-corrected\"");
        ManifestFile repaired =
                fixture.staged("Patient", "p.ndjson", lines("Patient", 3).replace(line("Patient", 2), corrected));
        WindowRow again = fixture.redriven(row, imported, List.of(repaired));
        ManifestFile taken = file(again, "Patient", 1);
        destination.forget(POLL);
        destination.answer(POLL, 200, result(loaded(taken, 1), ""));
        Joined.Next joined = (Joined.Next) fixture.run(fixture.redriving, again);

        // then
        assertThat(fixture.read(name(again, "Patient"))).isEqualTo(corrected + "\n");
        assertThat(joined.account().of("Patient"))
                .isEqualTo(TypeAccount.NONE.withExported(3).withCopied(3).withImport(3, 0, 0, 0, 0));
        assertThat(fixture.entries(row)).isEmpty();
        assertThat(manifest(joined).files()).singleElement().satisfies(file -> {
            assertThat(file.etag()).isEqualTo(repaired.etag()).isNotEqualTo(patients.etag());
            assertThat(file.digest()).hasSize(64);
        });
        assertThat(new AlterationStore(fixture.reports).all()).singleElement().satisfies(altered -> {
            assertThat(altered.window()).isEqualTo(row.id().value());
            assertThat(altered.lines()).isEqualTo(1);
        });
    }

    @Test
    void aRejectedLineThatIsLongerThanALineMayBeByNowHoldsUpNobodyAndComesWhenItMayBe() {
        // given a rejected line that is longer than what a stage may read since its key was lowered
        String longer = line("Patient", 2).replace("1.0", "1.0" + "0".repeat(500));
        ManifestFile patients =
                fixture.staged("Patient", "p.ndjson", lines("Patient", 3).replace(line("Patient", 2), longer));
        WindowRow row = fixture.importing(patients);
        Stage lowered = fixture.redriving(300);
        Joined.Next imported = refusing(lowered, row, patients, 2);

        // when its lines are driven again, before and after the key is raised
        WindowRow again = fixture.redriven(row, imported, List.of());
        WorkResult before = begin(lowered, again);
        ManifestFile taken = file(again, "Patient", 1);

        // then
        assertThat(before).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> assertThat(fail.reason())
                .contains("line 2 ", "ferry.copy.max-line-bytes")
                .doesNotContain("000"));
        assertThat(fixture.read(name(again, "Patient"))).isEqualTo(longer + "\n");
        assertThat(taken.url().toString()).endsWith("lines-Patient.ndjson");

        // and what was digested without it is what is digested with it
        assertThat(manifest(imported).rejections().rest())
                .isEqualTo(manifest(refusing(fixture.redriving, row, patients, 2))
                        .rejections()
                        .rest())
                .hasSize(1);
    }

    @Test
    void aFileWithAnotherLineThatIsTooLongByNowTakesNoCorrectionsUntilItIsImportedAgain() {
        // given
        String longer = line("Patient", 3).replace("1.0", "1.0" + "0".repeat(500));
        String content = lines("Patient", 3).replace(line("Patient", 3), longer);
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", content);
        WindowRow row = fixture.importing(patients);
        Joined.Next imported = refusing(fixture.redriving(300), row, patients, 2);

        // when a line is corrected, after the key is raised
        String corrected = content.replace("\"r2\"", "\"r2-corrected\"");
        WorkResult repaired = begin(
                fixture.redriving,
                fixture.redriven(row, imported, List.of(fixture.staged("Patient", "p.ndjson", corrected))));

        // then
        assertThat(manifest(imported).rejections().rest()).isEmpty();
        assertThat(repaired).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
            assertThat(fail.retryable()).isFalse();
            assertThat(fail.reason()).contains("ferry.copy.max-line-bytes", "drive the window again from import");
        });
    }

    @Test
    void aFileWithAnotherLineThatWasTooLongGivesUpItsRejectedLinesAsTheyAre() {
        String longer = line("Patient", 3).replace("1.0", "1.0" + "0".repeat(500));
        ManifestFile patients =
                fixture.staged("Patient", "p.ndjson", lines("Patient", 3).replace(line("Patient", 3), longer));
        WindowRow row = fixture.importing(patients);
        Joined.Next imported = refusing(fixture.redriving(300), row, patients, 2);

        WindowRow again = fixture.redriven(row, imported, List.of());
        file(again, "Patient", 1);

        assertThat(fixture.read(name(again, "Patient"))).isEqualTo(line("Patient", 2) + "\n");
    }

    @Test
    void aRepairOfAnythingButRejectedLinesIsRefused() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        WindowRow row = fixture.importing(patients);
        Joined.Next imported = refusing(row, patients, 2);
        ManifestFile tampered = fixture.staged(
                "Patient", "p.ndjson", lines("Patient", 3).replace(line("Patient", 3), line("Patient", 3) + " "));

        assertThat(begin(fixture.redriven(row, imported, List.of(tampered))))
                .isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
                    assertThat(fail.retryable()).isFalse();
                    assertThat(fail.reason()).contains("more was changed than the lines that were rejected");
                });
    }

    @Test
    void aRejectedLineThatIsGoneFromItsFileIsRefused() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        WindowRow row = fixture.importing(patients);
        Joined.Next imported = refusing(row, patients, 2);
        ManifestFile shorter =
                fixture.staged("Patient", "p.ndjson", lines("Patient", 3).replace(line("Patient", 2), ""));

        assertThat(begin(fixture.redriven(row, imported, List.of(shorter))))
                .isInstanceOfSatisfying(
                        WorkResult.Fail.class, fail -> assertThat(fail.reason()).contains("blank or gone"));
    }

    @Test
    void aFileThatChangedWithoutAnybodySayingSoIsNotRead() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        WindowRow row = fixture.importing(patients);
        Joined.Next imported = refusing(row, patients, 2);
        WindowRow again = fixture.redriven(row, imported, List.of());
        fixture.staged("Patient", "p.ndjson", lines("Patient", 3).replace(line("Patient", 2), line("Patient", 9)));

        assertThat(begin(again)).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> assertThat(fail.reason())
                .contains("was changed after its lines were driven again"));
    }

    @Test
    void linesThatWereRefusedForAPassingReasonAreBroughtAgainByThemselvesAndTheOthersStay() {
        // given: one line refused for good, one because the server was busy
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 4));
        WindowRow row = fixture.importing(patients);
        String log = fixture.errorLog("P1.ndjson", logEntry(BAD_ID, 2, 0), logEntry(SLOW, 3, 0));
        destination.acceptsImports().answer(POLL, 200, result(loaded(patients, 2), refused(patients, 2, log)));

        // when
        Joined.Again first = (Joined.Again) fixture.run(fixture.redriving, row);

        // then: it begins with that line alone, not at once
        assertThat(first.reason())
                .startsWith("1 lines were refused for reasons that pass")
                .contains("(1 of 2)");
        WindowRow second = fixture.again(row, (WindowState.Copied) first.next(), first.account());
        Instant asked = fixture.now();
        assertThat(begin(second)).isInstanceOfSatisfying(WorkResult.Wait.class, wait -> {
            assertThat(wait.until()).isAfter(asked);
            assertThat(wait.progress()).isEmpty();
        });

        // when: it is refused again and again
        ManifestFile taken = file(second, "Patient", 1);
        String busy = fixture.errorLog("P2.ndjson", logEntry(SLOW, 1, 0));
        destination.forget(POLL);
        destination.answer(POLL, 200, result(loaded(taken, 0), refused(taken, 1, busy)));
        Joined.Again twice = (Joined.Again) fixture.run(fixture.redriving, second);
        WindowRow third = fixture.again(second, (WindowState.Copied) twice.next(), twice.account());
        ManifestFile last = file(third, "Patient", 1);
        destination.forget(POLL);
        destination.answer(POLL, 200, result(loaded(last, 0), refused(last, 1, busy)));
        Joined.Next given = (Joined.Next) fixture.run(fixture.redriving, third);

        // then: both are rejected, each with its place and class
        assertThat(given.account().of("Patient"))
                .isEqualTo(TypeAccount.NONE.withExported(4).withCopied(4).withImport(2, 0, 2, 0, 0));
        assertThat(fixture.entries(row))
                .extracting(entry -> entry.reason() + ":" + entry.line())
                .containsExactlyInAnyOrder("INVALID_ID:2", "THROTTLED:3");
        assertThat(fixture.read(name(third, "Patient"))).isEqualTo(line("Patient", 3) + "\n");
    }

    @Test
    void aWindowWithoutRejectedLinesKeepsItsManifest() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        WindowRow row = fixture.importing(patients);
        destination.acceptsImports().answer(POLL, 200, result(loaded(patients, 3), ""));

        assertThat(((Joined.Next) fixture.run(fixture.redriving, row)).next())
                .isEqualTo(((WindowState.Importing) row.state()).imported());
    }

    /** Imports the window, of which the destination refuses one line. */
    private Joined.Next refusing(WindowRow row, ManifestFile file, int line) {
        return refusing(fixture.redriving, row, file, line);
    }

    private Joined.Next refusing(Stage stage, WindowRow row, ManifestFile file, int line) {
        String log = fixture.errorLog("P1.ndjson", logEntry(BAD_ID, line, 0));
        destination.acceptsImports().answer(POLL, 200, result(loaded(file, file.lines() - 1), refused(file, 1, log)));
        return (Joined.Next) fixture.run(stage, row);
    }

    private Manifest manifest(Joined.Next imported) {
        return fixture.manifests.read(((WindowState.Imported) imported.next()).manifest());
    }

    private WorkResult begin(WindowRow row) {
        return begin(fixture.redriving, row);
    }

    private WorkResult begin(Stage stage, WindowRow row) {
        Slice slice = stage.plan(row).getFirst();
        return stage.work(new Work(row, slice, row.attempt() + "-0", "", Heartbeat.NONE));
    }

    /** The file of taken lines, as the plan makes it. */
    private ManifestFile file(WindowRow row, String type, long lines) {
        fixture.redriving.plan(row);
        String url = fixture.staging.getBlobClient(name(row, type)).getBlobUrl();
        return new ManifestFile(type, URI.create(url), 0, lines, "", "");
    }

    private String name(WindowRow row, String type) {
        return "%s/%s/%d/lines-%s.ndjson".formatted(fixture.migration, row.id(), row.attempt(), type);
    }

    private static String lines(String type, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            text.append(line(type, i)).append('\n');
        }
        return text.toString();
    }

    private static String line(String type, int number) {
        return """
                {"resourceType":"%s","id":"r%d","meta":{"versionId":"1","lastUpdated":"2026-01-05T10:00:00.123456Z"},\
                "value":1.0}""".formatted(type, number);
    }

    private static String result(String outputs, String errors) {
        return """
                {"transactionTime":"2026-03-01T11:00:00.123+00:00","request":"https://dst.example.net/$import",
                 "output":[%s],"error":[%s]}""".formatted(outputs, errors);
    }

    private static String loaded(ManifestFile file, long lines) {
        return "{\"type\":\"%s\",\"count\":%d,\"inputUrl\":\"%s\"}".formatted(file.type(), lines, file.url());
    }

    private static String refused(ManifestFile file, long count, String log) {
        return "{\"type\":\"%s\",\"count\":%d,\"inputUrl\":\"%s\",\"url\":\"%s\"}"
                .formatted(file.type(), count, file.url(), log);
    }
}
