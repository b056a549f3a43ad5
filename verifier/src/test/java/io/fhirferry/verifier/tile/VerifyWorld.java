package io.fhirferry.verifier.tile;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import io.fhirferry.common.fhir.Authorization;
import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.FhirHttp;
import io.fhirferry.common.fhir.FhirServer;
import io.fhirferry.common.fhir.Patience;
import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.JobPace;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.MemoryJobStore;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.Finding;
import io.fhirferry.common.staging.Findings;
import io.fhirferry.common.staging.FindingsStore;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.local.azurite.Azurite;
import io.fhirferry.verifier.server.FakeServer;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A window in staging, a destination that exports, and two servers to ask; the blobs are Azurite's. */
final class VerifyWorld implements DestinationExports {

    static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant TILL = Instant.parse("2026-02-01T00:00:00Z");
    static final Instant T = Instant.parse("2026-01-15T12:00:00Z");
    private static final Window WINDOW = Window.of(SINCE, TILL, Scope.ALL, WindowKind.TILE);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);
    static final String VERIFY = "verifyit-verify";

    final FakeServer source = new FakeServer();
    final FakeServer destination = new FakeServer();
    final ReportStore reports;
    private final String migration = UUID.randomUUID().toString();
    private final StorageAccount storage;
    private final BlobContainerClient verify;
    private final BlobContainerClient imported;
    private final ManifestStore manifests;
    private final List<ManifestFile> staged = new ArrayList<>();
    private final List<ExportedFile> exported = new ArrayList<>();
    private boolean history;
    private List<String> types = List.of();
    private int looks;

    VerifyWorld() {
        BlobServiceClient blobs = new BlobServiceClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .buildClient();
        storage = new StorageAccount(blobs);
        verify = blobs.createBlobContainerIfNotExists(VERIFY);
        imported = blobs.createBlobContainerIfNotExists("verifyit-import");
        manifests = new ManifestStore(blobs.createBlobContainerIfNotExists("verifyit-state"), migration);
        reports = new ReportStore(blobs.createBlobContainerIfNotExists("verifyit-report"), migration);
    }

    VerifyWorld withHistory() {
        history = true;
        return this;
    }

    VerifyWorld withTypes(String... only) {
        types = List.of(only);
        return this;
    }

    /** Puts a file into staging. */
    String stage(String type, byte[]... lines) {
        String name = "%s/%d-%s.ndjson".formatted(migration, staged.size(), type);
        URI url = upload(imported, name, lines);
        staged.add(new ManifestFile(type, url, -1, lines.length, "", ""));
        return url.toString();
    }

    /** Has the destination export a file; it says that it has that many lines. */
    void export(String type, long count, byte[]... lines) {
        String name = "%s/%d-%s.ndjson".formatted(migration, exported.size(), type);
        exported.add(new ExportedFile(type, upload(verify, name, lines), count, false));
    }

    void export(String type, byte[]... lines) {
        export(type, lines.length, lines);
    }

    /** A file that is written line by line. */
    @FunctionalInterface
    interface Writer {

        void write(OutputStream out) throws IOException;
    }

    /** Puts a large file into staging. */
    void stageLarge(String type, Writer writer) {
        String name = "%s/%d-%s.ndjson".formatted(migration, staged.size(), type);
        staged.add(new ManifestFile(type, uploadLarge(imported, name, writer), -1, -1, "", ""));
    }

    /** Has the destination export a large file, uncounted. */
    void exportLarge(String type, Writer writer) {
        String name = "%s/%d-%s.ndjson".formatted(migration, exported.size(), type);
        exported.add(new ExportedFile(type, uploadLarge(verify, name, writer), -1, false));
    }

    private static URI uploadLarge(BlobContainerClient container, String name, Writer writer) {
        var blob = container.getBlobClient(name).getBlockBlobClient();
        List<String> blocks = new ArrayList<>();
        // Not by the SDK's output stream: it holds whatever is written faster than it is sent.
        try (OutputStream out = new BufferedOutputStream(
                new OutputStream() {
                    @Override
                    public void write(int one) {
                        throw new IllegalStateException("only whole buffers are written");
                    }

                    @Override
                    public void write(byte[] bytes, int from, int count) {
                        String id = Base64.getEncoder()
                                .encodeToString("%06d".formatted(blocks.size()).getBytes(StandardCharsets.UTF_8));
                        blob.stageBlock(id, BinaryData.fromBytes(Arrays.copyOfRange(bytes, from, from + count)));
                        blocks.add(id);
                    }
                },
                4 << 20)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        blob.commitBlockList(blocks);
        return URI.create(blob.getBlobUrl());
    }

    private static URI upload(BlobContainerClient container, String name, byte[]... lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            bytes.writeBytes(line);
            bytes.write('\n');
        }
        var blob = container.getBlobClient(name);
        blob.upload(BinaryData.fromBytes(bytes.toByteArray()), true);
        return URI.create(blob.getBlobUrl());
    }

    /** How many files of the destination's exports are still there. */
    long exportedFilesLeft() {
        return exported.stream()
                .filter(file -> storage.blob(file.url()).exists())
                .count();
    }

    static TypeAccount lines(long imported, long rejected, long elsewhere) {
        long all = imported + rejected + elsewhere;
        return TypeAccount.NONE.withExported(all).withCopied(all).withImport(imported, 0, rejected, 0, elsewhere);
    }

    WindowRow row(Map<String, TypeAccount> account) {
        WindowRow planned = WindowRow.planned(WINDOW, 0, CLOCK.instant());
        String manifest = manifests.keep(planned, StageName.COPY, "1-0", -1, staged);
        return planned.moved(new WindowState.Verifying(manifest), Account.of(account), CLOCK.instant());
    }

    WorkResult work(WindowRow row, boolean byReading) {
        TileBuilder builder = new TileBuilder(
                manifests,
                new BlobFiles(storage),
                reports,
                source,
                source,
                destination,
                new TileSettings(types, history, false, Equivalence.azureImport(), 1 << 20, 100));
        FhirServer nowhere = new FhirServer(URI.create("http://127.0.0.1:9"), Dialect.AZURE, Authorization.none());
        try (var client = FhirHttp.client()) {
            FhirHttp http = new FhirHttp(nowhere, client, Patience.standard(CLOCK), CLOCK);
            TileVerification verification = byReading
                    ? builder.byReading()
                    : builder.byExport(
                            this,
                            new DownloadedFiles(storage, VERIFY, http),
                            VERIFY,
                            new MemoryJobStore(CLOCK),
                            new JobPace(Duration.ofSeconds(10), Duration.ofHours(1)),
                            CLOCK);
            String progress = "";
            while (true) {
                WorkResult result = verification.work(new Work(row, Slice.WHOLE, "1-0", progress, Heartbeat.NONE));
                if (!(result instanceof WorkResult.Wait(Instant until, String next))) {
                    return result;
                }
                progress = next;
            }
        }
    }

    /** Verifies the window to its end. */
    Joined.Next verify(Map<String, TypeAccount> account, boolean byReading) {
        WindowRow row = row(account);
        WorkResult.Done done = (WorkResult.Done) work(row, byReading);
        TileVerification verification = new TileBuilder(
                        manifests,
                        new BlobFiles(storage),
                        reports,
                        source,
                        source,
                        destination,
                        new TileSettings(types, history, false, Equivalence.azureImport(), 1 << 20, 100))
                .byReading();
        return (Joined.Next) verification.join(row, List.of(done.result()));
    }

    List<Finding> findings(Joined.Next joined) {
        Findings findings = new FindingsStore(reports).read(((WindowState.Mismatched) joined.next()).findings());
        return findings.findings();
    }

    @Override
    public URI start(Window window, String container) {
        return URI.create("http://127.0.0.1:9/_operations/export/1");
    }

    @Override
    public Status look(URI job) {
        return ++looks == 1 ? new Status.Running(Duration.ZERO) : new Status.Done(exported);
    }

    @Override
    public void cancel(URI job) {
        throw new IllegalStateException("nothing is cancelled here");
    }
}
