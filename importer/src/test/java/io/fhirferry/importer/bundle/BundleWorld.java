package io.fhirferry.importer.bundle;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.Pause;
import io.fhirferry.common.fhir.SearchClient;
import io.fhirferry.common.ndjson.References;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.MemoryPlanStore;
import io.fhirferry.common.stage.MemorySliceStore;
import io.fhirferry.common.stage.MutableClock;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.MemoryWindowStore;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.importer.MigrationStorage;
import io.fhirferry.importer.OperatorRedrive;
import io.fhirferry.importer.altered.AlterationSettings;
import io.fhirferry.importer.altered.AlteredFilesStage;
import io.fhirferry.importer.order.RepairedFiles;
import io.fhirferry.importer.order.SourceNow;
import io.fhirferry.importer.redrive.RedriveSettings;
import io.fhirferry.importer.redrive.RedriveStage;
import io.fhirferry.importer.reference.RelativeReferences;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An import by bundles over containers of its own, into a {@link BundleServer}. */
final class BundleWorld {

    private static final int MOST_TURNS = 50;
    /** A pause of a minute is none that a test waits for. */
    private static final int FASTER = 1_000;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    static final int SLICE_BYTES = 1 << 20;
    static final int MAX_LINE_BYTES = 1 << 20;
    static final String SOURCE = "https://src.example.net/fhir";
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-02-01T00:00:00Z");

    final BundleStage stage;
    final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T00:00:00Z"));
    final MemoryWindowStore windows;
    final MemoryPlanStore plans = new MemoryPlanStore();
    final MemorySliceStore slices = new MemorySliceStore();
    final ReportStore reports;
    private final Map<Integer, Runnable> events = new HashMap<>();
    private final StorageAccount storage;
    private final BlobContainerClient staging;
    private final BlobContainerClient report;
    private final ManifestStore manifests;

    BundleWorld(BundleServer destination) {
        this(destination, destination, false);
    }

    /**
     * A world.
     *
     * @param source is asked what is current
     * @param enforced whether references are enforced
     */
    BundleWorld(BundleServer source, BundleServer destination, boolean enforced) {
        MigrationStorage in = MigrationStorage.fresh();
        String migration = in.migration();
        staging = in.staging();
        report = in.report();
        manifests = in.manifests();
        reports = in.reports();
        windows = new MemoryWindowStore(migration, clock, () -> {});
        BundleSettings settings = new BundleSettings(
                BundleKind.BATCH,
                100,
                500_000,
                SLICE_BYTES,
                MAX_LINE_BYTES,
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                enforced);
        Permits permits = new Permits(() -> 8, () -> System.nanoTime() * FASTER);
        BundleSender sender = new BundleSender(destination.client(), permits, Patience.standard(), Pause.real());
        storage = in.account();
        WindowOrder order = new WindowOrder(windows, plans, slices);
        Layers layers = new Layers(plans, slices);
        SourceNow now = new SourceNow(new SearchClient(source.http(Dialect.AZURE)));
        OutOfOrder outOfOrder = new OutOfOrder(
                new SourceContent(now, settings.kind(), UnaryOperator.identity(), false),
                new SourceContent(now, settings.kind(), UnaryOperator.identity(), true),
                new RepairedFiles(reports));
        ByteBudget budget = ByteBudget.ofHeap();
        stage = new BundleStage(
                manifests,
                reports,
                order,
                layers,
                new LinesImport(
                        storage,
                        reports,
                        new Stock(permits, () -> System.nanoTime() * FASTER),
                        () -> LONGEST_WAIT,
                        sender,
                        budget,
                        new References(SOURCE),
                        settings),
                new DeferredImport(
                        storage,
                        reports,
                        layers,
                        new Outlook(windows, Optional.of(END), Duration.ofMinutes(5), Outlook.MOST_WAITING, clock),
                        new SettingAside(windows, clock),
                        sender,
                        budget,
                        outOfOrder,
                        settings,
                        clock),
                outOfOrder,
                settings,
                clock);
    }

    /** A copied file. */
    ManifestFile staged(String type, String name, String content) {
        return staged(
                type,
                name,
                content.getBytes(StandardCharsets.UTF_8),
                content.lines().filter(line -> !line.isBlank()).count());
    }

    /** A copied file of so many lines. */
    ManifestFile staged(String type, String name, byte[] content, long lines) {
        staging.getBlobClient(name).upload(BinaryData.fromBytes(content), true);
        String etag = staging.getBlobClient(name).getProperties().getETag().replace("\"", "");
        return new ManifestFile(type, url(name), content.length, lines, etag, "");
    }

    /** A copied file of many equal blocks. */
    ManifestFile staged(
            String type, String name, int blocks, java.util.function.IntFunction<String> block, long lines) {
        BlockBlobClient blob = staging.getBlobClient(name).getBlockBlobClient();
        List<String> ids = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < blocks; i++) {
            byte[] content = block.apply(i).getBytes(StandardCharsets.UTF_8);
            String id = Base64.getEncoder().encodeToString("%06d".formatted(i).getBytes(StandardCharsets.UTF_8));
            blob.stageBlock(id, BinaryData.fromBytes(content));
            ids.add(id);
            bytes += content.length;
        }
        blob.commitBlockList(ids);
        return new ManifestFile(type, url(name), bytes, lines, "", "");
    }

    /** The window of January, in the middle of its import. */
    WindowRow importing(ManifestFile... files) {
        return importing(START, END, files);
    }

    /** A window that is in the middle of its import. */
    WindowRow importing(Instant since, Instant till, ManifestFile... files) {
        Account account = Account.EMPTY;
        for (ManifestFile file : files) {
            account = account.with(file.type(), figures -> figures.withExported(figures.exported() + file.lines())
                    .withCopied(figures.copied() + file.lines()));
        }
        WindowRow planned = WindowRow.planned(Window.of(since, till, Scope.ALL, WindowKind.TILE), 1, clock.instant());
        Cursor cursor = windows.cursor().orElse(Cursor.at(START, clock.instant()));
        windows.plan(cursor.advancedTo(till), List.of(planned), new Why("test", "planned"));
        String manifest = manifests.keep(planned, StageName.COPY, "1", -1, List.of(files));
        return moved(planned, new WindowState.Importing(manifest), account);
    }

    /** Moves a window in the store. */
    WindowRow moved(WindowRow row, WindowState next, Account account) {
        WindowRow stored = windows.find(row.id()).orElseThrow();
        windows.move(stored, stored.moved(next, account, clock.instant()), new Why("test", "moved"));
        return windows.find(row.id()).orElseThrow();
    }

    /** Works on all slices in turns until all are done, as often as they want, and joins them. */
    Joined run(WindowRow row) {
        return run(stage, row);
    }

    /** As {@link #run(WindowRow)}, with a stage around the world's. */
    Joined run(Stage stage, WindowRow row) {
        List<Slice> plan = plans.storeOnce(row, StageName.IMPORT, stage.plan(row));
        Map<Integer, String> progress = new HashMap<>();
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            events.getOrDefault(turn, () -> {}).run();
            for (Slice slice : plan) {
                if (!slices.isDone(row, StageName.IMPORT, slice.index())) {
                    step(stage, row, slice, progress);
                }
            }
            Optional<List<String>> results = slices.results(row, StageName.IMPORT, plan.size());
            if (results.isPresent()) {
                return stage.join(row, results.get());
            }
        }
        throw new AssertionError("The window is not done after " + MOST_TURNS + " turns");
    }

    /** The world's stage behind one that makes references relative. */
    Stage relative() {
        return new AlteredFilesStage(
                stage,
                new RelativeReferences(new References(SOURCE), reports),
                manifests,
                reports,
                storage,
                new AlterationSettings(windows.migration(), 1 << 20, MAX_LINE_BYTES));
    }

    /** The world's stage behind one that brings rejected lines again, when an operator wants it. */
    Stage redriving() {
        return RedriveStage.around(
                stage,
                manifests,
                reports,
                storage,
                new RedriveSettings(windows.migration(), 1 << 20, MAX_LINE_BYTES, 0, Duration.ofMinutes(1)),
                clock);
    }

    /** The window after an operator wanted its rejected lines to be brought again. */
    WindowRow redriven(WindowRow row, Joined.Next imported, List<ManifestFile> repaired) {
        WindowState.Copied copied = OperatorRedrive.of(manifests, row, imported, repaired);
        WindowRow stored = windows.find(row.id()).orElseThrow();
        windows.move(
                stored,
                stored.movedAfresh(copied.start(), imported.account().before(StageName.IMPORT), clock.instant()),
                new Why("test", "redriven"));
        return windows.find(row.id()).orElseThrow();
    }

    /** What a window was imported from. */
    Manifest imported(Joined joined) {
        return manifests.read(((WindowState.Imported) ((Joined.Next) joined).next()).manifest());
    }

    /** The content of a staged file. */
    String content(ManifestFile file) {
        return storage.blob(file.url()).downloadContent().toString();
    }

    /** Something that happens while a window is being worked on, after so many turns. */
    void afterTurn(int turn, Runnable what) {
        events.put(turn, what);
    }

    /** The same window at a further attempt. */
    WindowRow again(WindowRow row) {
        WindowRow stored = windows.find(row.id()).orElseThrow();
        windows.move(
                stored,
                stored.movedAfresh(stored.state(), stored.account(), clock.instant()),
                new Why("test", "again"));
        return windows.find(row.id()).orElseThrow();
    }

    private void step(Stage stage, WindowRow row, Slice slice, Map<Integer, String> progress) {
        String before = progress.getOrDefault(slice.index(), "");
        switch (stage.work(new Work(row, slice, row.attempt() + "-0", before, Heartbeat.NONE))) {
            case WorkResult.Done(String result) -> slices.done(row, StageName.IMPORT, slice.index(), result);
            case WorkResult.Wait(Instant until, String next) -> {
                clock.advanceTo(until);
                progress.put(slice.index(), next);
            }
            default -> throw new AssertionError("Slice " + slice.index() + " has failed");
        }
    }

    /** All entries of the quarantine, in the order of the slices. */
    List<String> quarantine() {
        return blobs("quarantine").stream()
                .flatMap(blob -> lines(blob).stream())
                .toList();
    }

    /** The blobs in a folder of the report container. */
    List<String> blobs(String folder) {
        return report.listBlobs().stream()
                .map(blob -> blob.getName())
                .filter(name -> name.contains("/" + folder + "/"))
                .toList();
    }

    /** What the destination said of an entry of the quarantine. */
    String words(String entry) {
        String place = entry.replaceAll(".*\"words\":\"([^\"]*)\".*", "$1");
        int colon = place.lastIndexOf(':');
        return lines(place.substring(0, colon)).get(Integer.parseInt(place.substring(colon + 1)) - 1);
    }

    private List<String> lines(String blob) {
        try (InputStream in = report.getBlobClient(blob).openInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URI url(String name) {
        return URI.create(staging.getBlobContainerUrl() + "/" + name);
    }
}
