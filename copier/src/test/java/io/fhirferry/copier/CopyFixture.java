package io.fhirferry.copier;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.StorageAccount;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.local.azurite.Azurite;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A copy stage over containers of its own. */
final class CopyFixture {

    static final int BLOCK = 64 << 10;
    static final String INSIDE = "2026-01-05T10:00:00.123Z";
    static final String OUTSIDE = "2026-02-01T00:00:00Z";

    final String migration = "m-" + UUID.randomUUID().toString().substring(0, 8);
    final BlobContainerClient source;
    final BlobContainerClient staging;
    final ManifestStore manifests;
    final CopyStage stage;
    private int exports;
    private final Window window = Window.of(
            Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z"), Scope.ALL, WindowKind.TILE);

    CopyFixture() {
        this(BLOCK, url -> new Opened.Refused("no HTTP here"));
    }

    CopyFixture(int blockBytes, HttpFiles http) {
        BlobServiceClient blobs = new BlobServiceClientBuilder()
                .connectionString(Azurite.shared().connectionString())
                .buildClient();
        source = blobs.createBlobContainerIfNotExists(migration + "-source");
        staging = blobs.getBlobContainerClient(migration + "-staging");
        manifests = new ManifestStore(blobs.createBlobContainerIfNotExists(migration + "-state"), migration);
        stage = new CopyStage(
                new CopySettings(migration, Set.of(), blockBytes, 1 << 20),
                manifests,
                new SourceFiles(new StorageAccount(blobs), http, blockBytes),
                staging);
    }

    /** An exported file of these exact bytes. */
    ManifestFile exported(String type, String name, String content, long lines) {
        source.getBlobClient(name).upload(BinaryData.fromString(content), true);
        return new ManifestFile(type, URI.create(source.getBlobContainerUrl() + "/" + name), -1, lines, "", "");
    }

    WindowRow copying(ManifestFile... files) {
        return copying(-1, files);
    }

    WindowRow copying(long least, ManifestFile... files) {
        WindowRow planned = WindowRow.planned(window, 1, Instant.EPOCH);
        String manifest = manifests.keep(planned, StageName.EXPORT, "1-" + exports++, least, List.of(files));
        return planned.moved(new WindowState.Copying(manifest), planned.account(), Instant.EPOCH);
    }

    WorkResult work(WindowRow row, int file) {
        return work(row, file, "1-0", Heartbeat.NONE);
    }

    WorkResult work(WindowRow row, int file, String attempt, Heartbeat heartbeat) {
        Slice slice = stage.plan(row).get(file);
        return stage.work(new Work(row, slice, attempt, "", heartbeat));
    }

    /** Works on all slices and joins them. */
    Joined run(WindowRow row) {
        List<String> results = stage.plan(row).stream()
                .map(slice -> ((WorkResult.Done) stage.work(new Work(row, slice, "1-0", "", Heartbeat.NONE))).result())
                .toList();
        return stage.join(row, results);
    }

    Manifest copied(Joined joined) {
        return manifests.read(((WindowState.Copied) ((Joined.Next) joined).next()).manifest());
    }

    String content(ManifestFile file) {
        String name =
                file.url().toString().substring(staging.getBlobContainerUrl().length() + 1);
        return staging.getBlobClient(name).downloadContent().toString();
    }

    static String file(String... lines) {
        return String.join("\n", Arrays.asList(lines)) + "\n";
    }
}
