package io.fhirferry.importer;

import com.azure.core.util.BinaryData;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import io.fhirferry.common.fhir.Authorization;
import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.fhir.FhirServer;
import io.fhirferry.common.fhir.ImportClient;
import io.fhirferry.common.fhir.ImportMode;
import io.fhirferry.common.fhir.Patience;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.fhir.WriteClient;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.SharedJobStore;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.TableSharedJobStore;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.QuarantineStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.importer.altered.AlterationSettings;
import io.fhirferry.importer.instant.InstantSettings;
import io.fhirferry.importer.instant.MovedDates;
import io.fhirferry.importer.redrive.RedriveSettings;
import io.fhirferry.importer.redrive.RedriveStage;
import io.fhirferry.local.azurite.Azurite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** An import stage over containers of its own and a destination of the test's choice. */
final class ImportFixture {

    static final Duration TIMEOUT = Duration.ofHours(1);
    static final Duration LINGER = Duration.ofSeconds(10);

    /** How often lines are brought again by themselves. */
    static final int ROUNDS = 2;

    private final MigrationStorage in = MigrationStorage.fresh();
    final String migration = in.migration();
    final BlobContainerClient staging;
    final BlobContainerClient errors;
    final BlobContainerClient report;
    final ReportStore reports;
    final SharedJobStore jobs;
    final ImportStage stage;
    final Stage redriving;
    final ManifestStore manifests;
    private final StorageAccount storage;
    private final Clock clock = new MovingClock();
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");

    ImportFixture(URI destination, int filesPerJob) {
        this(destination, filesPerJob, UnaryOperator.identity());
    }

    /** A stage that asks for units of so many bytes. */
    ImportFixture(URI destination, int filesPerJob, int unitBytes) {
        this(destination, filesPerJob, UnaryOperator.identity(), unitBytes);
    }

    /** A stage whose jobs are remembered by what the test makes of the store. */
    ImportFixture(URI destination, int filesPerJob, UnaryOperator<SharedJobStore> jobStore) {
        this(destination, filesPerJob, jobStore, 0);
    }

    private ImportFixture(URI destination, int filesPerJob, UnaryOperator<SharedJobStore> jobStore, int unitBytes) {
        staging = in.staging();
        errors = in.account().blobs().createBlobContainerIfNotExists(migration + "-errors");
        report = in.report();
        manifests = in.manifests();
        reports = in.reports();
        storage = in.account();
        TableServiceClient tables = new TableServiceClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .buildClient();
        String table = "jobs" + migration.substring(2);
        tables.createTableIfNotExists(table);
        jobs = jobStore.apply(new TableSharedJobStore(tables.getTableClient(table), migration));
        FhirServer server = new FhirServer(destination, Dialect.AZURE, Authorization.none());
        Patience impatient = new Patience(Patience.Limits.NONE, clock, delay -> {}, RandomGenerator.getDefault());
        FhirHttp http = new FhirHttp(server, FhirHttp.client(), impatient, clock);
        SearchClient search = new SearchClient(http);
        JobPace pace = new JobPace(Duration.ofSeconds(15), TIMEOUT);
        ImportSettings settings = new ImportSettings(
                errors.getBlobContainerName(), ImportMode.INCREMENTAL, false, false, unitBytes, true, 1 << 20);
        stage = new ImportStage(
                manifests,
                new ImportJobs(
                        jobs,
                        new JobSealer(
                                jobs,
                                manifests,
                                reports,
                                new Payloads(Dialect.AZURE, settings),
                                new JobLimits(1, filesPerJob, Long.MAX_VALUE, LINGER),
                                clock),
                        new SharedJobFollower(
                                new ImportClient(http),
                                jobs,
                                Precondition.NONE,
                                reports,
                                pace,
                                Duration.ofSeconds(15),
                                clock),
                        new ResultReader(storage, new ErrorLogs(storage, reports), search, reports, settings),
                        reports,
                        pace,
                        clock),
                new SearchParameters(storage, new WriteClient(http), search, reports, settings.maxLineBytes()),
                reports,
                filesPerJob);
        redriving = redriving(1 << 20);
    }

    /** The stage, as it brings rejected lines again where lines have at most so many bytes. */
    Stage redriving(int maxLineBytes) {
        RedriveSettings redrive = new RedriveSettings(migration, 1 << 20, maxLineBytes, ROUNDS, Duration.ofMinutes(1));
        return RedriveStage.around(stage, manifests, reports, storage, redrive, clock);
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    ManifestFile staged(String type, String name, String content) {
        staging.getBlobClient(name).upload(BinaryData.fromString(content), true);
        String etag = staging.getBlobClient(name).getProperties().getETag().replace("\"", "");
        return new ManifestFile(
                type,
                URI.create(staging.getBlobContainerUrl() + "/" + name),
                content.length(),
                content.lines().filter(line -> !line.isBlank()).count(),
                etag,
                "");
    }

    String errorLog(String name, String... entries) {
        errors.getBlobClient(name).upload(BinaryData.fromString(String.join("\n", entries) + "\n"), true);
        return errors.getBlobContainerUrl() + "/" + name;
    }

    static String logEntry(String text, long line, long offset) {
        return """
                {"resourceType":"OperationOutcome","issue":[{"severity":"error","details":{"text":"%s"},\
                "diagnostics":"Failed to process resource at line: %d with stream start offset: %d"}]}""".formatted(text, line, offset);
    }

    WindowRow importing(ManifestFile... files) {
        return importing(Duration.ZERO, files);
    }

    /** A window that begins so much later. */
    WindowRow importing(Duration later, ManifestFile... files) {
        Account account = Account.EMPTY;
        for (ManifestFile file : files) {
            account = account.with(file.type(), figures -> figures.withExported(figures.exported() + file.lines())
                    .withCopied(figures.copied() + file.lines()));
        }
        Window window = Window.of(
                Instant.parse("2026-01-01T00:00:00Z").plus(later),
                Instant.parse("2026-02-01T00:00:00Z").plus(later),
                Scope.ALL,
                WindowKind.TILE);
        WindowRow planned = WindowRow.planned(window, 1, now);
        String manifest = manifests.keep(planned, StageName.COPY, "1", -1, List.of(files));
        return planned.moved(new WindowState.Importing(manifest), account, now);
    }

    WorkResult work(WindowRow row) {
        return work(row, 0, "1-0");
    }

    WorkResult work(WindowRow row, int slice, String attempt) {
        Slice planned = stage.plan(row).get(slice);
        return stage.work(new Work(row, planned, attempt, "", Heartbeat.NONE));
    }

    /** Works on a slice as long as it takes. */
    WorkResult end(WindowRow row) {
        return end(row, 0, "1-0");
    }

    WorkResult end(WindowRow row, int slice, String attempt) {
        return end(stage, row, stage.plan(row).get(slice), attempt);
    }

    private WorkResult end(Stage any, WindowRow row, Slice slice, String attempt) {
        WorkResult result = any.work(new Work(row, slice, attempt, "", Heartbeat.NONE));
        while (result instanceof WorkResult.Wait(Instant until, String progress)) {
            now = until;
            result = any.work(new Work(row, slice, attempt, progress, Heartbeat.NONE));
        }
        return result;
    }

    /** Works on a slice until the destination was asked this. */
    WorkResult.Wait workUntilAsked(WindowRow row, FakeDestination destination, String request) {
        WorkResult.Wait wait = (WorkResult.Wait) work(row);
        while (!destination.asked().contains(request)) {
            now = wait.until();
            wait = (WorkResult.Wait) work(row);
        }
        return wait;
    }

    /** Works on all slices, a step at a time and as long as it takes, and joins them. */
    Joined run(WindowRow row) {
        return run(stage, row);
    }

    /** As {@link #run(WindowRow)}, with another stage. */
    Joined run(Stage any, WindowRow row) {
        String attempt = row.attempt() + "-0";
        List<String> results = new ArrayList<>();
        for (Slice slice : any.plan(row)) {
            WorkResult result = end(any, row, slice, attempt);
            if (!(result instanceof WorkResult.Done(String done))) {
                throw new AssertionError("The slice came to " + result);
            }
            results.add(done);
        }
        return any.join(row, results);
    }

    /** The window after an operator, or the stage itself, sent it back for its rejected lines only. */
    WindowRow again(WindowRow row, WindowState.Copied copied, Account account) {
        return row.movedAfresh(copied.start(), account, now);
    }

    /** What an operator's request makes of the window. */
    WindowRow redriven(WindowRow row, Joined.Next imported, List<ManifestFile> repaired) {
        return again(
                row,
                OperatorRedrive.of(manifests, row, imported, repaired),
                imported.account().before(StageName.IMPORT));
    }

    /** Everything in the window's quarantine. */
    List<QuarantineEntry> entries(WindowRow row) {
        List<QuarantineEntry> entries = new ArrayList<>();
        QuarantineStore store = new QuarantineStore(reports);
        try {
            store.forEach(store.blobs(row.id()), entries::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    /** The stage, as it is around one that looks at dates before. */
    Stage dated(InstantSettings.Policy policy) {
        return MovedDates.around(
                stage,
                manifests,
                reports,
                storage,
                new InstantSettings(policy, new AlterationSettings(migration, 1 << 20, 1 << 20)));
    }

    String read(String name) {
        return staging.getBlobClient(name).downloadContent().toString();
    }

    List<String> quarantine(WindowRow row, String attemptOfSlice) {
        String name = reports.path("quarantine/%s/%s.ndjson".formatted(row.id(), attemptOfSlice));
        return report.getBlobClient(name).downloadContent().toString().lines().toList();
    }

    private final class MovingClock extends Clock {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
