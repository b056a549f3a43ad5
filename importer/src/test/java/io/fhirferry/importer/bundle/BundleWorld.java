package io.fhirferry.importer.bundle;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.fhirferry.common.fhir.Pause;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.local.azurite.Azurite;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** An import by bundles over containers of its own, into a {@link BundleServer}. */
final class BundleWorld {

    static final int SLICE_BYTES = 1 << 20;
    static final int MAX_LINE_BYTES = 1 << 20;
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    final BundleStage stage;
    final ReportStore reports;
    private final BlobContainerClient staging;
    private final BlobContainerClient report;
    private final ManifestStore manifests;

    BundleWorld(BundleServer destination) {
        String migration = "m-" + UUID.randomUUID().toString().substring(0, 8);
        BlobServiceClient blobs = new BlobServiceClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .buildClient();
        staging = blobs.createBlobContainerIfNotExists(migration + "-staging");
        report = blobs.createBlobContainerIfNotExists(migration + "-report");
        manifests = new ManifestStore(blobs.createBlobContainerIfNotExists(migration + "-state"), migration);
        reports = new ReportStore(report, migration);
        BundleSettings settings = new BundleSettings(
                BundleKind.BATCH,
                100,
                500_000,
                SLICE_BYTES,
                MAX_LINE_BYTES,
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                false);
        BundleSender sender = new BundleSender(
                destination.client(), new Permits(8, System::nanoTime), Patience.standard(), Pause.real());
        LinesImport lines = new LinesImport(new StorageAccount(blobs), reports, sender, ByteBudget.ofHeap(), settings);
        stage = new BundleStage(manifests, reports, lines, settings, Clock.systemUTC());
    }

    /** A copied file. */
    ManifestFile staged(String type, String name, String content) {
        staging.getBlobClient(name).upload(BinaryData.fromString(content), true);
        long lines = content.lines().filter(line -> !line.isBlank()).count();
        return new ManifestFile(type, url(name), content.getBytes(StandardCharsets.UTF_8).length, lines, "", "");
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

    WindowRow importing(ManifestFile... files) {
        Account account = Account.EMPTY;
        for (ManifestFile file : files) {
            account = account.with(file.type(), figures -> figures.withExported(figures.exported() + file.lines())
                    .withCopied(figures.copied() + file.lines()));
        }
        Window window = Window.of(
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-02-01T00:00:00Z"),
                Scope.ALL,
                WindowKind.TILE);
        WindowRow planned = WindowRow.planned(window, 1, NOW);
        String manifest = manifests.write(planned, StageName.COPY, "1", -1, List.of(files));
        return planned.moved(new WindowState.Importing(manifest), account, NOW);
    }

    /** Works on all slices, one after the other, and joins them. */
    Joined run(WindowRow row) {
        List<String> results = new ArrayList<>();
        for (Slice slice : stage.plan(row)) {
            if (!(stage.work(new Work(row, slice, "1-0", "", Heartbeat.NONE))
                    instanceof WorkResult.Done(String done))) {
                throw new AssertionError("Slice " + slice.index() + " is not done");
            }
            results.add(done);
        }
        return stage.join(row, results);
    }

    /** All entries of the quarantine, in the order of the slices. */
    List<String> quarantine() {
        return report.listBlobs().stream()
                .filter(blob -> blob.getName().contains("/quarantine/"))
                .flatMap(blob -> lines(blob.getName()).stream())
                .toList();
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
