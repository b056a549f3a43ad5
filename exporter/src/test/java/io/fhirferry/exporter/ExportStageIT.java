package io.fhirferry.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import io.fhirferry.common.fhir.ExportClient;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Job;
import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.JobStore;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.TableJobStore;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.local.azurite.Azurite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExportStageIT {

    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final JobPace PACE = new JobPace(Duration.ofSeconds(10), Duration.ofHours(1));
    private static final WindowRow ROW = WindowRow.planned(
                    Window.of(SINCE, SINCE.plus(Duration.ofDays(30)), Scope.ALL, WindowKind.TILE), 3, NOW)
            .moved(new WindowState.Exporting(), Account.EMPTY, NOW);
    private static final String MANIFEST = """
            {"transactionTime":"2026-06-01T00:00:00Z","request":"x","requiresAccessToken":false,"error":[],"output":[
            {"type":"Patient","url":"https://acct.example/c/Patient-1.ndjson","count":2},
            {"type":"Observation","url":"https://acct.example/c/Observation-1.ndjson","count":1}]}
            """;
    private static final String OUTCOME = """
            {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception",
            "diagnostics":"export operation failed for reason: about patient Jane Doe"}]}
            """;

    private final String migration = UUID.randomUUID().toString();
    private final ScriptedServer server = new ScriptedServer();
    private final BlobContainerClient container = new BlobServiceClientBuilder()
            .connectionString(Azurite.shared().connectionString())
            .buildClient()
            .createBlobContainerIfNotExists("exportstageit");
    private final ManifestStore manifests = new ManifestStore(container, migration);
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private long counted = 3;

    @AfterEach
    void stop() {
        server.close();
    }

    private JobStore jobs() {
        TableServiceClient tables = new TableServiceClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .buildClient();
        tables.createTableIfNotExists("exportstageit");
        return new TableJobStore(tables.getTableClient("exportstageit"), migration, clock);
    }

    private ExportStage stage() {
        FhirHttp http = server.http(clock);
        ExportClient client = new ExportClient(http);
        return new ExportStage(
                client,
                new ExportSettings(List.of(), true, true, "exports", 0),
                new ExportedFiles(client, (since, till) -> counted, manifests),
                jobs(),
                new ReportStore(container, migration),
                PACE,
                clock);
    }

    private static Work work(String attempt, String progress) {
        return new Work(ROW, Slice.WHOLE, attempt, progress, Heartbeat.NONE);
    }

    private void accept() {
        server.answers(
                202,
                Map.of("Content-Location", server.url("/_operations/export/7").toString()),
                "");
    }

    /** Kicks off, and returns what the stage wants to hear at its next step. */
    private String started() {
        accept();
        return ((WorkResult.Wait) stage().work(work("1-0", ""))).progress();
    }

    @Test
    void asksForExactlyTheWindowAndWaits() {
        accept();

        WorkResult result = stage().work(work("1-0", ""));

        assertThat(result).isInstanceOf(WorkResult.Wait.class);
        assertThat(((WorkResult.Wait) result).until()).isAfter(NOW);
        assertThat(server.requests()).singleElement().satisfies(request -> assertThat(request)
                .contains("_since=2026-01-01T00:00:00.000Z")
                .contains("_till=2026-01-31T00:00:00.000Z")
                .contains("_container=exports")
                .contains("includeAssociatedData=_history,_deleted"));
    }

    @Test
    void aMessageThatComesAgainFollowsTheSameJob() {
        started();
        server.answers(202, Map.of(), "");

        WorkResult again = stage().work(work("1-0", ""));

        assertThat(again).isInstanceOf(WorkResult.Wait.class);
        assertThat(server.requests()).hasSize(2).last().isEqualTo("GET /fhir/_operations/export/7");
    }

    @Test
    void aFinishedExportBecomesAManifest() {
        String progress = started();
        server.answers(200, Map.of("Content-Type", "application/json"), MANIFEST);

        WorkResult.Done done = (WorkResult.Done) stage().work(work("1-0", progress));
        Joined joined = stage().join(ROW, List.of(done.result()));

        Manifest manifest = manifests.read(done.result());
        assertThat(manifest.files())
                .extracting(file -> file.type() + " " + file.lines())
                .containsExactly("Patient 2", "Observation 1");
        assertThat(manifest.least()).isEqualTo(3);
        assertThat(joined).isEqualTo(new Joined.Next(new WindowState.Exported(done.result()), Account.EMPTY));
    }

    @Test
    void anEmptyAnswerIsNotBelievedWhileTheSourceCountsMore() {
        String progress = started();
        server.answers(
                200,
                Map.of("Content-Type", "application/json"),
                "{\"transactionTime\":\"2026-06-01T00:00:00Z\",\"output\":[],\"error\":[]}");

        WorkResult result = stage().work(work("1-0", progress));

        assertThat(result)
                .isEqualTo(new WorkResult.Fail(
                        "the export lists 0 resources, but the source counts 3 in the window", true));
    }

    @Test
    void aCrashBetweenAskingAndHearingIsNoticedAndTheNextAttemptAsksAnew() {
        jobs().intend(ROW.id(), StageName.EXPORT, "1-0", "exports");
        clock = Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC);

        WorkResult result = stage().work(work("1-0", ""));

        assertThat(result).isInstanceOf(WorkResult.Fail.class);
        assertThat(((WorkResult.Fail) result).retryable()).isTrue();
        assertThat(server.requests()).isEmpty();
        accept();
        assertThat(stage().work(work("1-1", ""))).isInstanceOf(WorkResult.Wait.class);
    }

    @Test
    void aFailedExportIsRetriedWithoutTheServersWordsAndKeepsThemInTheReport() {
        String progress = started();
        server.answers(500, Map.of("X-Request-Id", "r-1"), OUTCOME);

        WorkResult.Fail fail = (WorkResult.Fail) stage().work(work("1-0", progress));

        assertThat(fail.retryable()).isTrue();
        assertThat(fail.reason()).contains("500").contains("r-1").doesNotContain("Jane");
        assertThat(jobs().find(ROW.id(), StageName.EXPORT, "1-0").map(Job::status))
                .contains(Job.Status.FAILED);
        String kept = container
                .getBlobClient(migration + "/outcomes/" + ROW.id() + "/export-1-0.json")
                .downloadContent()
                .toString();
        assertThat(kept).contains("Jane");
    }

    @Test
    void anExportThatIsTooLargeAsksForHalves() {
        String progress = started();
        server.answers(413, Map.of(), OUTCOME);

        assertThat(stage().work(work("1-0", progress))).isInstanceOf(WorkResult.TooLarge.class);
    }

    @Test
    void anExportThatNeverEndsIsCancelledAndItsWindowHalved() {
        String progress = started();
        clock = Clock.fixed(NOW.plus(Duration.ofHours(2)), ZoneOffset.UTC);
        server.answers(202, Map.of(), "").answers(202, Map.of(), "");

        WorkResult result = stage().work(work("1-0", progress));

        assertThat(result).isInstanceOf(WorkResult.TooLarge.class);
        assertThat(server.requests()).last().isEqualTo("DELETE /fhir/_operations/export/7");
    }

    @Test
    void aRefusedKickOffSaysWhetherTryingAgainHelps() {
        server.answers(429, Map.of("Retry-After", "3"), "").answers(403, Map.of(), OUTCOME);

        assertThat(((WorkResult.Fail) stage().work(work("1-0", ""))).retryable())
                .isTrue();
        assertThat(((WorkResult.Fail) stage().work(work("1-1", ""))).retryable())
                .isFalse();
    }

    @Test
    void aSourceThatCannotBeReachedIsAskedAgainAsLongAsAnExportMayTake() {
        String progress = started();
        server.close();

        assertThat(stage().work(work("1-0", progress))).isInstanceOf(WorkResult.Wait.class);

        clock = Clock.fixed(NOW.plus(Duration.ofHours(2)), ZoneOffset.UTC);
        assertThat(stage().work(work("1-0", progress)))
                .isInstanceOfSatisfying(WorkResult.Fail.class, fail -> assertThat(fail.retryable())
                        .isTrue());
        assertThat(jobs().find(ROW.id(), StageName.EXPORT, "1-0").map(Job::status))
                .contains(Job.Status.CANCELLED);
    }

    @Test
    void anExportThatTheSourceForgotIsAskedForAnew() {
        String progress = started();
        server.answers(404, Map.of(), "");

        assertThat(((WorkResult.Fail) stage().work(work("1-0", progress))).retryable())
                .isTrue();
    }
}
