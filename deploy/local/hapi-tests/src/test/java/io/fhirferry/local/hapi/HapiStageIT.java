package io.fhirferry.local.hapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import io.fhirferry.common.fhir.ImportClient;
import io.fhirferry.common.fhir.ReadableServer;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.stage.Admission;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.MemoryJobStore;
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
import io.fhirferry.local.azurite.Azurite;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The import stage with a real HAPI behind it. */
class HapiStageIT {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final String migration = "m-" + UUID.randomUUID().toString().substring(0, 8);
    private final Hapi hapi = Hapi.shared();
    private final ReadableServer source = new ReadableServer();
    private final BlobServiceClient blobs = new BlobServiceClientBuilder()
            .connectionString(Azurite.shared().connectionString())
            .buildClient();
    private final BlobContainerClient staging = blobs.createBlobContainerIfNotExists(migration + "-staging");
    private final ManifestStore manifests =
            new ManifestStore(blobs.createBlobContainerIfNotExists(migration + "-state"), migration);
    private final ReportStore reports =
            new ReportStore(blobs.createBlobContainerIfNotExists(migration + "-report"), migration);
    private final MemoryWindowStore windows = new MemoryWindowStore(migration, Clock.systemUTC(), () -> {});
    private final Stage stage = new HapiImport(
                    new HapiImport.Settings(
                            new AlterationSettings(migration, 1 << 20, 1 << 20),
                            Duration.ofSeconds(1),
                            Duration.ofMinutes(5)),
                    new SearchClient(source.http()),
                    new ImportClient(hapi.http()),
                    new SearchClient(hapi.http()),
                    new StorageAccount(blobs),
                    manifests,
                    reports,
                    new MemoryJobStore(Clock.systemUTC()),
                    windows,
                    Clock.systemUTC())
            .stage();

    @AfterEach
    void stop() {
        source.close();
    }

    @Test
    void aWindowArrivesWholeAndItsAccountCloses() {
        // Given files that refer to each other
        WindowRow row = importing(staged("Observation", """
                        {"resourceType":"Observation","id":"st-1","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/st-2"}}
                        """), staged("Patient", """
                        {"resourceType":"Patient","id":"st-2"}
                        {"resourceType":"Patient","id":"st-3"}
                        """));

        // When
        Account account = arrived(row);

        // Then
        assertThat(account.closes()).isTrue();
        assertThat(account.of("Patient").imported()).isEqualTo(2);
        assertThat(account.of("Observation").imported()).isEqualTo(1);
        assertThat(hapi.get("Observation/st-1").statusCode()).isEqualTo(200);
    }

    @Test
    void refusedLinesAreFoundAndTheRestArrives() throws IOException {
        // Given one reference to nobody, and one id of digits
        WindowRow row = importing(staged("Observation", """
                        {"resourceType":"Observation","id":"st-4","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/st-nobody"}}
                        {"resourceType":"Observation","id":"st-5","status":"final","code":{"text":"x"}}
                        """), staged("Patient", """
                        {"resourceType":"Patient","id":"st-6"}
                        {"resourceType":"Patient","id":"4712"}
                        """));

        // When
        Account account = arrived(row);

        // Then
        TypeAccount total = account.total();
        assertThat(account.closes()).isTrue();
        assertThat(total.imported()).isEqualTo(2);
        assertThat(total.rejected()).isEqualTo(2);
        List<QuarantineEntry> refused = new ArrayList<>();
        QuarantineStore quarantine = new QuarantineStore(reports);
        quarantine.forEach(quarantine.blobs(row.id()), refused::add);
        assertThat(refused).extracting(QuarantineEntry::id).containsExactlyInAnyOrder("st-4", "4712");
        assertThat(refused).extracting(QuarantineEntry::line).containsExactlyInAnyOrder(1L, 2L);
        assertThat(refused)
                .extracting(QuarantineEntry::detail)
                .containsExactlyInAnyOrder(
                        "HAPI refused 1 lines of this file: HAPI-1094", "HAPI refused 1 lines of this file: HAPI-0960");
    }

    @Test
    void aLineThatHapiCannotReadFailsTheWindowAndNamesTheOtherMode() {
        // Given
        WindowRow row = importing(staged("Patient", """
                {"resourceType":"Patient","id":"st-7"}
                {"resourceType":"Patient","id":"st-8","gender":"unheard-of"}
                """));

        // When
        WorkResult end = end(row);

        // Then
        assertThat(end).isInstanceOfSatisfying(WorkResult.Fail.class, fail -> {
            assertThat(fail.retryable()).isFalse();
            assertThat(fail.reason())
                    .contains("HAPI-2674")
                    .contains("ferry.import.mode=bundle")
                    .doesNotContain("unheard-of");
        });
    }

    @Test
    void aWindowBeginsWhenThoseBeforeItHaveArrived() {
        // Given
        WindowRow first = day(0);
        WindowRow second = day(1);
        plan(first, second);

        // When the first is on its way, has failed, and has arrived
        Admission onItsWay = stage.admits(second);
        move(first, new WindowState.Failed(StageName.IMPORT, "refused", true, "m"));
        Admission failed = stage.admits(second);
        move(first, new WindowState.Imported("m"));

        // Then
        assertThat(onItsWay).isInstanceOfSatisfying(Admission.NotYet.class, notYet -> assertThat(notYet.needsOperator())
                .isFalse());
        assertThat(failed).isInstanceOfSatisfying(Admission.NotYet.class, notYet -> {
            assertThat(notYet.needsOperator()).isTrue();
            assertThat(notYet.why()).endsWith("deploy/local/ferry redrive " + first.id());
        });
        assertThat(stage.admits(second)).isEqualTo(new Admission.Now());
    }

    @Test
    void aWindowThatIsDrivenAgainBehindALaterOnePutsNoOldVersionInThePlaceOfANewerOne() {
        // Given a window of which one line was refused, and a later one with a newer version and what was missing
        String old = observation("st-9", 1, "preliminary", "Patient/st-10");
        String newer = observation("st-9", 2, "final", "Patient/st-10");
        plan(day(0), day(1));
        WindowRow first = importing(
                day(0),
                staged("Observation", old + observation("st-11", 1, "final", "Patient/st-12")),
                staged("Patient", "{\"resourceType\":\"Patient\",\"id\":\"st-12\"}\n"));
        assertThat(arrived(first).total().rejected()).isEqualTo(1);
        move(first, new WindowState.Imported("m"));
        arrived(importing(
                day(1),
                staged("Observation", newer),
                staged("Patient", "{\"resourceType\":\"Patient\",\"id\":\"st-10\"}\n")));
        move(day(1), new WindowState.Imported("m"));
        source.put("Observation/st-9", newer.strip());
        source.delete("Observation/st-11");
        source.delete("Patient/st-12");

        // When the first one is driven again, and its old line would be taken now
        Account account = arrived(first.movedAfresh(first.state(), first.account(), BEGIN));

        // Then
        assertThat(account.closes()).isTrue();
        assertThat(account.total().imported()).isEqualTo(3);
        assertThat(hapi.get("Observation/st-9").body())
                .contains("\"final\"")
                .contains("\"versionId\":\"1\"")
                .doesNotContain("preliminary");
    }

    @Test
    void aLineThatIsStillCurrentAtTheSourceIsBroughtBehindALaterWindowAsItStandsInTheFile() {
        // Given a window whose line was refused and then repaired, and a later one that has arrived
        plan(day(0), day(1));
        source.put(
                "Observation/st-13",
                observation("st-13", 1, "final", "Patient/st-nobody").strip());
        move(day(1), new WindowState.Imported("m"));
        WindowRow first = importing(
                day(0),
                staged(
                        "Observation",
                        observation("st-13", 1, "final", "Patient/st-14").replace("\"x\"", "\"repaired\"")),
                staged("Patient", "{\"resourceType\":\"Patient\",\"id\":\"st-14\",\"meta\":{\"versionId\":\"1\"}}\n"));
        source.put("Patient/st-14", "{\"resourceType\":\"Patient\",\"id\":\"st-14\",\"meta\":{\"versionId\":\"1\"}}");

        // When
        Account account = arrived(first.movedAfresh(first.state(), first.account(), BEGIN));

        // Then
        assertThat(account.total().imported()).isEqualTo(2);
        assertThat(hapi.get("Observation/st-13").body()).contains("repaired");
    }

    private static String observation(String id, int version, String status, String subject) {
        return """
                {"resourceType":"Observation","id":"%s","meta":{"versionId":"%d"},"status":"%s","code":{"text":"x"},"subject":{"reference":"%s"}}
                """.formatted(id, version, status, subject);
    }

    private void plan(WindowRow... rows) {
        Instant till = rows[rows.length - 1].window().till();
        windows.plan(Cursor.at(BEGIN, BEGIN).advancedTo(till), List.of(rows), new Why("test", "planned"));
    }

    private static WindowRow day(int number) {
        Instant since = BEGIN.plus(Duration.ofDays(number));
        return WindowRow.planned(
                Window.of(since, since.plus(Duration.ofDays(1)), Scope.ALL, WindowKind.TILE), 1, BEGIN);
    }

    private void move(WindowRow row, WindowState state) {
        WindowRow stored = windows.find(row.id()).orElseThrow();
        windows.move(stored, stored.moved(state, Account.EMPTY, BEGIN), new Why("test", "moved"));
    }

    private Account arrived(WindowRow row) {
        WorkResult end = end(row);
        assertThat(end).isInstanceOf(WorkResult.Done.class);
        Joined joined = stage.join(row, List.of(((WorkResult.Done) end).result()));
        assertThat(joined).isInstanceOf(Joined.Next.class);
        assertThat(((Joined.Next) joined).next()).isInstanceOf(WindowState.Imported.class);
        return ((Joined.Next) joined).account();
    }

    private WorkResult end(WindowRow row) {
        Slice slice = stage.plan(row).getFirst();
        var progress = new AtomicReference<>("");
        return Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> {
                            WorkResult result = stage.work(
                                    new Work(row, slice, row.attempt() + "-0", progress.get(), Heartbeat.NONE));
                            if (result instanceof WorkResult.Wait(Instant until, String told)) {
                                progress.set(told);
                            }
                            return result;
                        },
                        result -> !(result instanceof WorkResult.Wait));
    }

    private ManifestFile staged(String type, String lines) {
        var blob = staging.getBlobClient(UUID.randomUUID() + "-" + type + ".ndjson");
        blob.uploadWithResponse(
                new BlobParallelUploadOptions(BinaryData.fromString(lines))
                        .setHeaders(new BlobHttpHeaders().setContentType("application/fhir+ndjson")),
                null,
                null);
        return new ManifestFile(
                type,
                URI.create(blob.getBlobUrl()),
                lines.length(),
                lines.lines().count(),
                "",
                "");
    }

    private WindowRow importing(ManifestFile... files) {
        return importing(day(0), files);
    }

    private WindowRow importing(WindowRow planned, ManifestFile... files) {
        Account account = Account.EMPTY;
        for (ManifestFile file : files) {
            account = account.with(
                    file.type(), figures -> figures.withExported(file.lines()).withCopied(file.lines()));
        }
        String manifest = manifests.keep(planned, StageName.COPY, "1", -1, List.of(files));
        return planned.moved(new WindowState.Importing(manifest), account, BEGIN);
    }
}
