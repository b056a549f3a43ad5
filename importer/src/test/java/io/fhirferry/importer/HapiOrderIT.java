package io.fhirferry.importer;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.common.fhir.Authorization;
import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.fhir.FhirServer;
import io.fhirferry.common.fhir.ImportClient;
import io.fhirferry.common.fhir.Patience;
import io.fhirferry.common.fhir.ReadableServer;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.MemoryJobStore;
import io.fhirferry.common.stage.MutableClock;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.QuarantineStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.MemoryWindowStore;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.importer.altered.AlterationSettings;
import io.fhirferry.importer.hapi.HapiImport;
import io.fhirferry.importer.redrive.RedriveSettings;
import io.fhirferry.importer.redrive.RedriveStage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows that come to a HAPI after later ones, and what it is shown of them. */
class HapiOrderIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Why WHY = new Why("test", "test");
    private static final String JOB = "GET /_operations/import/7";
    private static final Pattern INPUT = Pattern.compile("http://[^\"?]+\\.ndjson");

    private final ReadableServer source = new ReadableServer();
    private final FakeDestination destination = new FakeDestination().acceptsImports();
    private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T00:00:00Z"));
    private final MigrationStorage in = MigrationStorage.fresh();
    private final String migration = in.migration();
    private final BlobContainerClient staging = in.staging();
    private final StorageAccount storage = in.account();
    private final ManifestStore manifests = in.manifests();
    private final ReportStore reports = in.reports();
    private final MemoryWindowStore windows = new MemoryWindowStore(migration, clock, () -> {});
    private final Stage stage = stage();

    private final ManifestFile copied =
            staged("first.ndjson", patient("a", 1), patient("b", 1), patient("c", 1), patient("d", 1));
    private final WindowRow first = planned(0);
    private final WindowRow second = planned(1);
    private String outcome = "";

    /** It has deleted one of the first window's patients, changed another, and never had the last. */
    @BeforeEach
    void theSourceHasMovedOn() {
        source.delete("Patient/a");
        source.put("Patient/b", patient("b", 2));
        source.put("Patient/c", patient("c", 1));
    }

    @AfterEach
    void stop() {
        source.close();
        destination.close();
    }

    @Test
    void aWindowThatIsDrivenAgainBringsWhatTheSourceHasNowAndItsAccountCloses() {
        // given
        WindowRow again = drivenAgain();
        takesAll(2);

        // when
        Joined.Next joined = run(again);

        // then the destination is shown nothing old and nothing that is gone
        String shown = submitted();
        assertThat(shown).isNotEqualTo(copied.url().toString());
        assertThat(content(shown)).isEqualTo(patient("b", 2) + "\n" + patient("c", 1) + "\n");

        // and the window is still that of the copied file
        assertThat(joined.next()).isEqualTo(((WindowState.Importing) again.state()).imported());
        assertThat(joined.account().of("Patient"))
                .isEqualTo(TypeAccount.NONE.withExported(4).withCopied(4).withImport(4, 0, 0, 0, 0));
    }

    @Test
    void whatIsRefusedThenIsInQuarantineWithItsPlaceInTheCopiedFile() throws IOException {
        // given a destination that refuses one line, and has the other one
        WindowRow again = drivenAgain();
        refusesOne(1, patient("b", 2));

        // when
        Joined.Next joined = run(again);

        // then
        assertThat(joined.account().of("Patient"))
                .isEqualTo(TypeAccount.NONE.withExported(4).withCopied(4).withImport(3, 0, 1, 0, 0));
        assertThat(quarantine()).singleElement().satisfies(entry -> {
            assertThat(entry.file()).isEqualTo(copied.url().toString());
            assertThat(entry.line()).isEqualTo(3);
            assertThat(entry.id()).isEqualTo("c");
        });
    }

    @Test
    void linesThatAreDrivenAgainByThemselvesBringWhatTheSourceHasNow() throws IOException {
        // given that three lines of the window were refused at first
        Joined.Next imported = refused(1, 2, 3);

        // when they are driven again, behind the second window, and one is refused once more
        WindowRow again = redriven(imported, List.of());
        refusesOne(1, patient("b", 2));
        Joined.Next joined = run(again);

        // then
        assertThat(content(submitted())).isEqualTo(patient("b", 2) + "\n" + patient("c", 1) + "\n");
        assertThat(joined.account().of("Patient"))
                .isEqualTo(TypeAccount.NONE.withExported(4).withCopied(4).withImport(3, 0, 1, 0, 0));
        assertThat(quarantine()).singleElement().satisfies(entry -> {
            assertThat(entry.file()).isEqualTo(copied.url().toString());
            assertThat(entry.line()).isEqualTo(3);
        });
        assertThat(manifests
                        .read(((WindowState.Imported) joined.next()).manifest())
                        .files())
                .extracting(ManifestFile::url)
                .containsExactly(copied.url());
    }

    @Test
    void aLineThatWasGivenAnotherIdIsBroughtAlthoughTheSourceDoesNotKnowIt() {
        // given a line that was refused for its id, and corrected in its file
        Joined.Next imported = refused(4);
        ManifestFile corrected =
                staged("first.ndjson", patient("a", 1), patient("b", 1), patient("c", 1), patient("given", 1));
        takesAll(1);

        // when
        Joined.Next joined = run(redriven(imported, List.of(corrected)));

        // then
        assertThat(content(submitted())).isEqualTo(patient("given", 1) + "\n");
        assertThat(joined.account().of("Patient").imported()).isEqualTo(4);
    }

    @Test
    void aPlanThatIsMadeAgainAfterACrashShowsTheSameFilesWhateverHappensAtTheSource() {
        // given
        WindowRow again = drivenAgain();
        takesAll(2);
        stage.plan(again);

        // when
        source.delete("Patient/c");
        run(again);

        // then
        assertThat(content(submitted())).isEqualTo(patient("b", 2) + "\n" + patient("c", 1) + "\n");
    }

    @Test
    void aWindowOfWhichNothingIsLeftIsImportedWithoutAsking() {
        // given
        WindowRow again = drivenAgain();
        source.delete("Patient/b");
        source.delete("Patient/c");

        // when
        Joined.Next joined = run(again);

        // then
        assertThat(destination.asked()).isEmpty();
        assertThat(joined.account().of("Patient").imported()).isEqualTo(4);
    }

    @Test
    void inOrderTheSourceIsNotAsked() {
        // given a window that has failed before any later one began, and is driven again
        WindowRow failed = move(first, new WindowState.Failed(StageName.IMPORT, "refused", true, "m"), Account.EMPTY);
        WindowRow again = afresh(failed, importing());
        takesAll(4);

        // when
        run(again);

        // then
        assertThat(source.batches()).isEmpty();
        assertThat(submitted()).isEqualTo(copied.url().toString());
    }

    @Test
    void aSourceThatRefusesToAnswerFailsTheWindowBeforeAnythingIsWritten() {
        // given
        WindowRow again = drivenAgain();
        source.refuse(403);

        // when
        WorkResult result = end(again, stage.plan(again).getFirst());

        // then
        assertThat(result).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
            assertThat(fail.retryable()).isFalse();
            assertThat(fail.reason()).contains("403").doesNotContain("Patient/");
        });
        assertThat(destination.asked()).isEmpty();
    }

    @Test
    void aLineThatIsLongerThanItMayBeByNowFailsTheWindowAndNamesTheKey() {
        // given
        staged("first.ndjson", patient("c", 1), patient("x".repeat(1 << 20), 1));
        WindowRow again = drivenAgain();

        // when
        WorkResult result = end(again, stage.plan(again).getFirst());

        // then
        assertThat(result).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
            assertThat(fail.retryable()).isFalse();
            assertThat(fail.reason()).contains("line 2 ", "ferry.copy.max-line-bytes");
        });
    }

    private Stage stage() {
        FhirHttp http = new FhirHttp(
                new FhirServer(destination.base(), Dialect.HAPI, Authorization.none()),
                FhirHttp.client(),
                new Patience(Patience.Limits.NONE, clock, delay -> {}, new Random(1)),
                clock);
        Stage mode = new HapiImport(
                        new HapiImport.Settings(
                                new AlterationSettings(migration, 1 << 20, 1 << 20),
                                Duration.ofSeconds(1),
                                Duration.ofHours(1)),
                        new SearchClient(source.http()),
                        new ImportClient(http),
                        new SearchClient(http),
                        storage,
                        manifests,
                        reports,
                        new MemoryJobStore(clock),
                        windows,
                        clock)
                .stage();
        RedriveSettings redrive = new RedriveSettings(migration, 1 << 20, 1 << 20, 0, Duration.ofMinutes(1));
        return RedriveStage.around(mode, manifests, reports, storage, redrive, clock);
    }

    private static String patient(String id, int version) {
        return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"meta\":{\"versionId\":\"%d\"},\"multipleBirthInteger\":%d}"
                .formatted(id, version, version);
    }

    private ManifestFile staged(String name, String... lines) {
        String content = String.join("\n", lines) + "\n";
        var blob = staging.getBlobClient(name);
        blob.upload(BinaryData.fromString(content), true);
        String etag = blob.getProperties().getETag().replace("\"", "");
        return new ManifestFile("Patient", URI.create(blob.getBlobUrl()), content.length(), lines.length, etag, "");
    }

    private WindowRow planned(int day) {
        Instant since = BEGIN.plus(Duration.ofDays(day));
        Window window = Window.of(since, since.plus(Duration.ofDays(1)), Scope.ALL, WindowKind.TILE);
        WindowRow row = WindowRow.planned(window, 1, clock.instant());
        Cursor cursor = windows.cursor().orElse(Cursor.at(BEGIN, clock.instant()));
        windows.plan(cursor.advancedTo(window.till()), List.of(row), WHY);
        return row;
    }

    private WindowState.Importing importing() {
        return new WindowState.Importing(manifests.keep(first, StageName.COPY, "1", -1, List.of(copied)));
    }

    private WindowRow move(WindowRow row, WindowState state, Account account) {
        WindowRow stored = windows.find(row.id()).orElseThrow();
        windows.move(stored, stored.moved(state, account, clock.instant()), WHY);
        return windows.find(row.id()).orElseThrow();
    }

    private WindowRow afresh(WindowRow row, WindowState state) {
        WindowRow stored = windows.find(row.id()).orElseThrow();
        windows.move(stored, stored.movedAfresh(state, copiedLines(), clock.instant()), WHY);
        return windows.find(row.id()).orElseThrow();
    }

    private Account copiedLines() {
        return Account.EMPTY.with(
                "Patient", none -> none.withExported(copied.lines()).withCopied(copied.lines()));
    }

    /** The whole first window once more, after both have arrived. */
    private WindowRow drivenAgain() {
        move(first, new WindowState.Imported("m"), Account.EMPTY);
        move(second, new WindowState.Imported("m"), Account.EMPTY);
        return afresh(first, importing());
    }

    /** Imports the first window in order; these of its lines are refused. */
    private Joined.Next refused(int... lines) {
        WindowRow row = move(first, importing(), copiedLines());
        outcome = "    * SUCCESSFUL_UPDATE: %d\n    * FAILURE: %d".formatted(4 - lines.length, lines.length);
        List<Integer> missing = Arrays.stream(lines).boxed().toList();
        String[] has = content(copied.url().toString()).lines().toArray(String[]::new);
        answerReads(IntStream.rangeClosed(1, 4)
                .mapToObj(line -> missing.contains(line) ? "" : has[line - 1])
                .toList());
        Joined.Next imported = run(row);
        move(first, imported.next(), imported.account());
        return imported;
    }

    /** Its refused lines once more, after both windows have arrived. */
    private WindowRow redriven(Joined.Next imported, List<ManifestFile> repaired) {
        move(second, new WindowState.Imported("m"), Account.EMPTY);
        return afresh(
                first, OperatorRedrive.of(manifests, first, imported, repaired).start());
    }

    private void takesAll(int lines) {
        outcome = "    * SUCCESSFUL_UPDATE: " + lines;
    }

    /** Takes some lines, refuses one, and has nothing but this when it is asked for two. */
    private void refusesOne(int stored, String has) {
        outcome = "    * SUCCESSFUL_UPDATE: %d\n    * FAILURE: 1\n  Errors:\n    * HAPI-1094: x".formatted(stored);
        answerReads(List.of(has, ""));
    }

    private void answerReads(List<String> resources) {
        destination.forget("POST /");
        destination.answer(
                "POST /",
                200,
                resources.stream()
                        .map(resource -> resource.isEmpty()
                                ? "{\"response\":{\"status\":\"404\"}}"
                                : "{\"resource\":%s,\"response\":{\"status\":\"200\"}}".formatted(resource))
                        .collect(Collectors.joining(
                                ",", "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[", "]}")));
    }

    private Joined.Next run(WindowRow row) {
        List<String> results = new ArrayList<>();
        for (Slice slice : stage.plan(row)) {
            results.add(((WorkResult.Done) end(row, slice)).result());
        }
        return (Joined.Next) stage.join(row, results);
    }

    private WorkResult end(WindowRow row, Slice slice) {
        String progress = "";
        while (true) {
            WorkResult result = stage.work(new Work(row, slice, row.attempt() + "-0", progress, Heartbeat.NONE));
            if (!(result instanceof WorkResult.Wait(Instant until, String next))) {
                return result;
            }
            destination.forget(JOB);
            destination.answer(JOB, 200, report());
            clock.advanceTo(until);
            progress = next;
        }
    }

    private String report() {
        String text = "Source: %s\n  Outcomes:\n%s\n".formatted(submitted(), outcome);
        ObjectNode answer = JSON.createObjectNode();
        answer.put("resourceType", "OperationOutcome")
                .putArray("issue")
                .addObject()
                .put(
                        "diagnostics",
                        JSON.createObjectNode().put("reportMsg", text).toString());
        return answer.toString();
    }

    /** The one file that the destination was last asked to import. */
    private String submitted() {
        String payload = destination.bodies().stream()
                .filter(body -> body.contains("Parameters"))
                .reduce((one, other) -> other)
                .orElseThrow();
        Matcher input = INPUT.matcher(payload);
        assertThat(input.find()).isTrue();
        return input.group();
    }

    private String content(String url) {
        return storage.blob(URI.create(url)).downloadContent().toString();
    }

    private List<QuarantineEntry> quarantine() throws IOException {
        List<QuarantineEntry> entries = new ArrayList<>();
        QuarantineStore store = new QuarantineStore(reports);
        store.forEach(store.blobs(first.id()), entries::add);
        return entries;
    }
}
