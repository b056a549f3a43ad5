package io.fhirferry.importer;

import static io.fhirferry.importer.ImportFixture.logEntry;
import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.importer.FakeDestination.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImportStageIT {

    private static final String POLL = "GET /_operations/import/7";
    private static final String CANCEL = "DELETE /_operations/import/7";

    private final FakeDestination destination = new FakeDestination();
    private final ImportFixture fixture = new ImportFixture(destination.base(), ImportSlice.MOST_FILES);

    @AfterEach
    void stop() {
        destination.close();
    }

    @Test
    void importsTheCopiedFilesAndAccountsForThem() {
        // given
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        destination.acceptsImports().answer(POLL, 202, "").answer(POLL, 200, result(patients, 3, ""));

        // when
        WindowRow row = fixture.importing(patients, new ManifestFile("Basic", patients.url(), 0, 0, "", ""));
        Joined joined = fixture.run(row);

        // then
        assertThat(joined).isInstanceOfSatisfying(Joined.Next.class, next -> {
            assertThat(next.next()).isInstanceOf(WindowState.Imported.class);
            assertThat(next.account().of("Patient"))
                    .isEqualTo(TypeAccount.NONE.withExported(3).withCopied(3).withImport(3, 0, 0, 0, 0));
        });
        assertThat(destination.bodies())
                .singleElement()
                .asString()
                .contains(patients.url().toString(), "\"" + patients.etag() + "\"", "IncrementalLoad");
    }

    @Test
    void aWindowWithoutFilesIsImportedAtOnce() {
        WindowRow row = fixture.importing();
        assertThat(fixture.stage.plan(row)).isEmpty();
        assertThat(fixture.run(row)).isInstanceOf(Joined.Next.class);
        assertThat(destination.asked()).isEmpty();
    }

    @Test
    void sendsTheSamePayloadAgainAfterTheAnswerWasLost() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        destination.answer("POST /$import", 0, "").acceptsImports().answer(POLL, 200, result(patients, 3, ""));
        WindowRow row = fixture.importing(patients);

        assertThat(fixture.end(row)).isInstanceOf(WorkResult.Done.class);

        assertThat(destination.bodies()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(destination.bodies().stream().distinct()).hasSize(1);
        assertThat(fixture.work(row))
                .as("after a crash before the result was stored")
                .isInstanceOf(WorkResult.Done.class);
    }

    @Test
    void aRefusedLineThatIsLongerThanItMayBeByNowFailsTheWindowAndNamesTheKey() {
        // given a stage that reads lines of a megabyte, and a file from a time when they could be longer
        String longer = resource("Patient", "p1", "1", "x".repeat(1 << 20));
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", longer + "\n" + lines("Patient", 1));
        String log = fixture.errorLog("P1.ndjson", logEntry("Something is wrong with it.", 1, 0));
        destination.acceptsImports().answer(POLL, 200, result(patients, 1, error(patients, 1, log)));

        // when
        WorkResult result = fixture.end(fixture.importing(patients));

        // then
        assertThat(result).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
            assertThat(fail.retryable()).isFalse();
            assertThat(fail.reason()).contains("line 1 ", "ferry.copy.max-line-bytes");
        });
    }

    @Test
    void waitsAsLongAsABusyServerAsks() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        destination.answer("POST /$import", new Answer(429, "", Map.of("Retry-After", "120")));

        WorkResult.Wait wait = fixture.workUntilAsked(fixture.importing(patients), destination, "POST /$import");

        assertThat(wait.until()).isEqualTo(fixture.now().plusSeconds(120));
    }

    @Test
    void aServerInInitialImportModeSaysWhatToChange() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        destination.answer(
                "POST /$import",
                423,
                "{\"severity\":\"Error\",\"code\":\"Locked\",\"diagnostics\":\"Service is locked.\"}");

        assertThat(fixture.end(fixture.importing(patients))).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
            assertThat(fail.retryable()).isFalse();
            assertThat(fail.reason()).contains("423", "initial import mode");
        });
    }

    @Test
    void aFailedJobIsTriedAgainWithAnotherPayloadAndItsWordsAreKept() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        String words = """
                {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception",\
                "diagnostics":"import operation failed for reason: Jane Doe"}]}""";
        destination.acceptsImports().answer(POLL, 500, words);
        WindowRow row = fixture.importing(patients);

        assertThat(fixture.end(row)).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
            assertThat(fail.retryable()).isTrue();
            assertThat(fail.reason()).contains("500").doesNotContain("Jane");
        });
        fixture.end(row, 0, "1-1");

        assertThat(destination.bodies()).hasSize(4).doesNotHaveDuplicates();
        assertThat(fixture.report.listBlobs())
                .filteredOn(blob -> blob.getName().endsWith("/outcome.json"))
                .hasSize(4)
                .allSatisfy(blob -> assertThat(fixture.report
                                .getBlobClient(blob.getName())
                                .downloadContent()
                                .toString())
                        .isEqualTo(words));
    }

    @Test
    void aJobThatTakesTooLongIsCancelled() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        destination.acceptsImports().answer(POLL, 202, "").answer(CANCEL, 202, "");
        WindowRow row = fixture.importing(patients);

        WorkResult result = fixture.workUntilAsked(row, destination, POLL);
        assertThat(destination.asked()).doesNotContain(CANCEL);
        while (result instanceof WorkResult.Wait) {
            fixture.pass(ImportFixture.TIMEOUT.plusSeconds(1));
            result = fixture.work(row);
        }

        assertThat(result).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> assertThat(fail.reason())
                .contains("ferry.import.timeout"));
        assertThat(destination.asked()).contains(CANCEL);
    }

    @Test
    void aJobThatSomebodyCancelledOrThatIsForgottenIsTriedAgain() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        destination.acceptsImports().answer(POLL, 404, "").answer(POLL, 200, result(patients, 3, ""));

        assertThat(fixture.end(fixture.importing(patients))).isInstanceOf(WorkResult.Done.class);
        assertThat(destination.bodies()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void waitsLongerTheLongerAJobTakes() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        destination.acceptsImports().answer(POLL, 202, "");
        WindowRow row = fixture.importing(patients);

        WorkResult.Wait first = fixture.workUntilAsked(row, destination, "POST /$import");
        Duration pause = Duration.between(fixture.now(), first.until());
        fixture.pass(Duration.ofMinutes(10));
        WorkResult.Wait later = (WorkResult.Wait) fixture.work(row);

        assertThat(pause).isEqualTo(Duration.ofMillis(500));
        assertThat(Duration.between(fixture.now(), later.until())).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void findsRejectedLinesAgainAndPutsThemIntoQuarantine() {
        // given: two units; the log of the second was written twice
        String content = "{\"resourceType\":\"Patient\",\"id\":\"p1\"}\r\nnonsense\r\n\r\n"
                + "{\"resourceType\":\"Patient\",\"id\":\"p3\",\"meta\":{\"versionId\":\"4\"}}\n"
                + "{\"resourceType\":\"Patient\",\"id\":\"p4\"}\n";
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", content);
        String first = fixture.errorLog("Patient1_1.ndjson", logEntry("Parsing JSON failed for Jane", 2, 0));
        String again = logEntry("LastUpdated in the resource cannot be in the future.", 1, 42);
        String second = fixture.errorLog("Patient1_2.ndjson", again, again);
        destination
                .acceptsImports()
                .answer(POLL, 200, result(patients, 2, error(patients, 1, first) + "," + error(patients, 1, second)));
        WindowRow row = fixture.importing(patients);

        // when
        Joined joined = fixture.run(row);

        // then
        assertThat(((Joined.Next) joined).account().of("Patient"))
                .isEqualTo(TypeAccount.NONE.withExported(4).withCopied(4).withImport(2, 0, 2, 0, 0));
        List<String> quarantine = fixture.quarantine(row, "1-0-0");
        assertThat(quarantine).hasSize(2).noneMatch(entry -> entry.contains("Jane"));
        assertThat(quarantine.get(0))
                .contains(
                        "\"reason\":\"UNPARSABLE\"",
                        "\"line\":2",
                        "\"file\":\"" + patients.url() + "\"",
                        "\"type\":\"Patient\"",
                        first);
        String words = fixture.reports.path("words/%s/1-0-0/Patient1_1.ndjson".formatted(row.id()));
        assertThat(quarantine.get(0)).contains(words + ": line: 2 with stream start offset: 0");
        assertThat(fixture.report.getBlobClient(words).downloadContent().toString())
                .contains("Parsing JSON failed for Jane", "line: 2 with stream start offset: 0");
        assertThat(quarantine.get(1))
                .contains("\"reason\":\"FUTURE_LAST_UPDATED\"", "\"line\":4", "\"id\":\"p3\"", "\"versionId\":\"4\"");
    }

    @Test
    void aDuplicateCountsOnlyWhenTheDestinationHasTheVeryContent() {
        // given
        String same = resource("Patient", "p1", "1", "x");
        String other = resource("Patient", "p2", "1", "x");
        String unversioned = "{\"resourceType\":\"Patient\",\"id\":\"p3\"}";
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", same + "\n" + other + "\n" + unversioned + "\n");
        String log = fixture.errorLog(
                "Patient1_1.ndjson",
                logEntry("Failed to import duplicate resource, resource id: p1, line: 1", 1, 0),
                logEntry("Failed to import resource with version conflict, resource id: p2, line: 2", 2, 0),
                logEntry("Failed to import duplicate resource, resource id: p3, line: 3", 3, 0));
        destination
                .acceptsImports()
                .answer(POLL, 200, result(patients, 0, error(patients, 3, log)))
                .answer("POST /", 200, """
                        {"resourceType":"Bundle","type":"batch-response","entry":[
                        {"response":{"status":"200"},"resource":%s},{"response":{"status":"200"},"resource":%s}]}""".formatted(
                                same.replace("00.123456Z", "00.123Z"), resource("Patient", "p2", "1", "y")))
                .answer("GET /Patient/p1/_history/1", 200, same)
                .answer("GET /Patient/p2/_history/1", 200, resource("Patient", "p2", "1", "y"));
        WindowRow row = fixture.importing(patients);

        // when
        Joined joined = fixture.run(row);

        // then
        assertThat(((Joined.Next) joined).account().of("Patient"))
                .isEqualTo(TypeAccount.NONE.withExported(3).withCopied(3).withImport(0, 1, 2, 0, 0));
        assertThat(fixture.quarantine(row, "1-0-0"))
                .hasSize(2)
                .noneMatch(entry -> entry.contains("\"id\":\"p1\""))
                .anyMatch(entry -> entry.contains("VERSION_CONFLICT") && entry.contains("\"line\":2"));
    }

    @Test
    void aLineThatNobodyAccountsForFailsTheWindowWithFigures() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        destination.acceptsImports().answer(POLL, 200, result(patients, 2, ""));

        assertThat(fixture.run(fixture.importing(patients))).isInstanceOfSatisfying(Joined.Fail.class, fail -> {
            assertThat(fail.retryable()).isFalse();
            assertThat(fail.reason()).contains("copied 3, imported 2", "1 line is unaccounted for");
        });
    }

    @Test
    void moreRejectedLinesThanTheLogsNameAreAMismatch() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        String log = fixture.errorLog("Patient1_1.ndjson", logEntry("Invalid resource id: 'x'.", 1, 0));
        destination.acceptsImports().answer(POLL, 200, result(patients, 1, error(patients, 2, log)));

        assertThat(fixture.run(fixture.importing(patients)))
                .isInstanceOfSatisfying(Joined.Fail.class, fail -> assertThat(fail.reason())
                        .contains("counts 2 rejected lines in a file, its logs name 1"));
    }

    @Test
    void anErrorLogElsewhereNamesTheKeyAndGetsNoCredentials() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        destination
                .acceptsImports()
                .answer(POLL, 200, result(patients, 2, error(patients, 1, destination.base() + "/log.ndjson")));
        WindowRow row = fixture.importing(patients);

        assertThat(fixture.end(row)).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> assertThat(fail.reason())
                .contains("ferry.import-storage"));
        assertThat(destination.asked()).doesNotContain("GET /log.ndjson");
    }

    @Test
    void anImportThatIsRepeatedLeavesTheQuarantineOfItsLastAttemptOnly() {
        ManifestFile patients = fixture.staged("Patient", "p.ndjson", lines("Patient", 3));
        String log = fixture.errorLog("Patient1_1.ndjson", logEntry("Invalid resource id: 'x'.", 1, 0));
        destination.acceptsImports().answer(POLL, 200, result(patients, 2, error(patients, 1, log)));
        WindowRow row = fixture.importing(patients);

        fixture.end(row, 0, "1-0");
        WorkResult.Done last = (WorkResult.Done) fixture.end(row, 0, "1-1");
        fixture.stage.join(row, List.of(last.result()));

        assertThat(fixture.report.listBlobs())
                .filteredOn(blob -> blob.getName().contains("/quarantine/"))
                .singleElement()
                .satisfies(blob -> assertThat(blob.getName()).endsWith("/1-1-0.ndjson"));
    }

    @Test
    void aWindowWithManyFilesIsSeveralJobs() {
        ImportFixture small = new ImportFixture(destination.base(), 1);
        ManifestFile first = small.staged("Patient", "1.ndjson", lines("Patient", 3));
        ManifestFile second = small.staged("Patient", "2.ndjson", lines("Patient", 2));
        destination.acceptsImports().answer(POLL, 200, result(first, 3, "")).answer(POLL, 200, result(second, 2, ""));

        Joined joined = small.run(small.importing(first, second));

        assertThat(((Joined.Next) joined).account().of("Patient").imported()).isEqualTo(5);
        assertThat(destination.bodies()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void putsSearchParametersOldestFirstAndKeepsTheRefusedOnes() {
        // given
        String newer = parameter("s1", "2026-01-03T00:00:00Z", "new");
        String older = parameter("s1", "2026-01-02T00:00:00Z", "old");
        String refused = parameter("s2", "2026-01-01T00:00:00Z", "bad");
        String gone = """
                {"resourceType":"SearchParameter","id":"s3","meta":{"versionId":"2","lastUpdated":"2026-01-04T00:00:00Z",\
                "extension":[{"url":"http://azurehealthcareapis.com/data-extensions/deleted-state",\
                "valueString":"soft-deleted"}]}}""";
        ManifestFile parameters = fixture.staged(
                "SearchParameter", "s.ndjson", String.join("\n", newer, older, refused, gone) + "\nnonsense\n");
        destination
                .answer("PUT /SearchParameter/s1", 200, newer)
                .answer("PUT /SearchParameter/s2", 422, "")
                .answer("DELETE /SearchParameter/s3", 204, "");
        WindowRow row = fixture.importing(parameters);

        // when
        Joined joined = fixture.run(row);

        // then
        assertThat(((Joined.Next) joined).account().of("SearchParameter"))
                .isEqualTo(TypeAccount.NONE.withExported(5).withCopied(5).withImport(0, 0, 2, 0, 3));
        assertThat(destination.bodies()).containsExactly(refused, older, newer);
        assertThat(destination.asked()).contains("DELETE /SearchParameter/s3");
        assertThat(fixture.quarantine(row, "1-0-0"))
                .hasSize(2)
                .anyMatch(entry -> entry.contains("HTTP 422") && entry.contains("\"line\":3"))
                .anyMatch(entry -> entry.contains("UNPARSABLE") && entry.contains("\"line\":5"));
    }

    @Test
    void aSearchParameterThatIsThereIsNotPutAgain() {
        String parameter = parameter("s1", "2026-01-03T00:00:00Z", "new");
        ManifestFile parameters = fixture.staged("SearchParameter", "s.ndjson", parameter + "\n");
        destination.answer("GET /SearchParameter/s1", 200, parameter.replace("2026-01-03", "2026-02-09"));

        Joined joined = fixture.run(fixture.importing(parameters));

        assertThat(((Joined.Next) joined).account().of("SearchParameter").elsewhere())
                .isEqualTo(1);
        assertThat(destination.bodies()).isEmpty();
    }

    private static String lines(String type, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            text.append(resource(type, "r" + i, "1", "x")).append('\n');
        }
        return text.toString();
    }

    private static String resource(String type, String id, String version, String value) {
        return """
                {"resourceType":"%s","id":"%s","meta":{"versionId":"%s","lastUpdated":"2026-01-05T10:00:00.123456Z"},\
                "value":"%s"}""".formatted(type, id, version, value);
    }

    private static String parameter(String id, String lastUpdated, String name) {
        return """
                {"resourceType":"SearchParameter","id":"%s","meta":{"versionId":"1","lastUpdated":"%s"},"name":"%s"}""".formatted(id, lastUpdated, name);
    }

    private static String result(ManifestFile file, long loaded, String errors) {
        return """
                {"transactionTime":"2026-03-01T11:00:00.123+00:00","request":"https://dst.example.net/$import",
                 "output":[{"type":"%s","count":%d,"inputUrl":"%s"}],"error":[%s]}""".formatted(file.type(), loaded, file.url(), errors);
    }

    private static String error(ManifestFile file, long count, String log) {
        return "{\"type\":\"%s\",\"count\":%d,\"inputUrl\":\"%s\",\"url\":\"%s\"}"
                .formatted(file.type(), count, file.url(), log);
    }
}
