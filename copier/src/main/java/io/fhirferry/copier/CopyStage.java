package io.fhirferry.copier;

import static io.fhirferry.copier.CopyLog.LOG;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobStorageException;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.ManifestStore;
import io.fhirferry.common.staging.StagedDifferentlyException;
import io.fhirferry.common.staging.StorageFault;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * The copy stage: a slice for each exported file. Every line is read once, the owned ones are written to the import
 * storage as they are, and what an export left out is noticed here.
 */
public final class CopyStage implements Stage {

    private static final int BREAKS_BEFORE_EXPORT = 2;

    private final CopySettings settings;
    private final ManifestStore manifests;
    private final SourceFiles sources;
    private final BlobContainerClient staging;

    /** The container is asked for once, not for each file. */
    private final AtomicBoolean stagingIsThere = new AtomicBoolean();

    /** Manifests by name: the slices of one window come one after the other, and a manifest never changes. */
    private final AtomicReference<Map<String, Manifest>> lastRead = new AtomicReference<>(Map.of());

    /**
     * Creates the stage.
     *
     * @param staging where the copied files go; created when it is missing
     */
    CopyStage(CopySettings settings, ManifestStore manifests, SourceFiles sources, BlobContainerClient staging) {
        this.settings = settings;
        this.manifests = manifests;
        this.sources = sources;
        this.staging = staging;
    }

    @Override
    public StageName name() {
        return StageName.COPY;
    }

    @Override
    public List<Slice> plan(WindowRow row) {
        return IntStream.range(0, exported(row).files().size())
                .mapToObj(file -> new FileSlice(file).toSlice())
                .toList();
    }

    @Override
    public WorkResult work(Work work) {
        Manifest manifest = exported(work.row());
        ManifestFile file = manifest.files().get(FileSlice.parse(work.slice()).file());
        return switch (sources.open(file)) {
            case Opened.Gone(String reason) -> new WorkResult.ExportAgain(reason);
            case Opened.Refused(String reason) -> new WorkResult.Fail(reason, false);
            case Opened.Stream stream -> copy(work, manifest, file, stream);
        };
    }

    @Override
    public Joined join(WindowRow row, List<String> results) {
        long least = exported(row).least();
        CopiedWindow copied =
                CopiedWindow.of(results.stream().map(CopyResult::fromJson).toList());
        if (copied.owned() < least) {
            return new Joined.ExportAgain(
                    "the source counts " + least + " resources in this window, its export holds " + copied.owned());
        }
        List<ManifestFile> files = copied.files(settings.migration(), row.id(), staging);
        String name = manifests.keep(row, StageName.COPY, Integer.toString(row.attempt()), least, files);
        LOG.copied(row.id(), files.size(), copied.owned(), copied.outside());
        return new Joined.Next(copying(row).copied(name), copied.account());
    }

    private WorkResult copy(Work work, Manifest manifest, ManifestFile file, Opened.Stream stream) {
        if (!stagingIsThere.get()) {
            staging.createIfNotExists();
            stagingIsThere.set(true);
        }
        int index = FileSlice.parse(work.slice()).file();
        StagedNames names = new StagedNames(settings.migration(), work.row().id(), work.attempt(), index);
        StagedFiles staged = new StagedFiles(
                staging, names, settings.blockBytes(), () -> work.heartbeat().beat());
        FileCopy copy = new FileCopy(
                file, new Ownership(work.row().window(), settings.types()), Destinations.of(manifest, file), staged);
        try {
            return switch (copy.run(stream.in(), settings.maxLineBytes())) {
                case FileCopy.Outcome.Complete(var files, var counts) ->
                    new WorkResult.Done(new CopyResult(work.attempt(), index, files, counts).toJson());
                case FileCopy.Outcome.CutOff(String reason) -> new WorkResult.ExportAgain(reason);
                case FileCopy.Outcome.Impossible(String reason) -> new WorkResult.Fail(reason, false);
            };
        } catch (StagedDifferentlyException e) {
            return new WorkResult.Fail(e.getMessage(), true);
        } catch (BlobStorageException e) {
            return notWritten(e);
        } catch (IOException e) {
            return brokenOff(file, copy.read(), work.attempt(), e);
        }
    }

    private WorkResult notWritten(BlobStorageException e) {
        StorageFault fault = StorageFault.of(e);
        stagingIsThere.set(stagingIsThere.get() && !fault.isGone());
        if (fault.isForbidden()) {
            return new WorkResult.Fail(
                    "the import storage cannot be written (" + fault + "); give the identity the role Storage Blob"
                            + " Data Contributor, or check ferry.import-storage",
                    false);
        }
        throw e;
    }

    private static WorkResult brokenOff(ManifestFile file, long lines, String attempt, IOException e) {
        StorageFault fault = StorageFault.behind(e).orElse(new StorageFault(0, "", ""));
        String where = "a " + file.type() + " file broke off after " + lines + " lines (" + fault + ")";
        if (fault.isGone()) {
            return new WorkResult.ExportAgain(where);
        }
        return isLate(attempt) ? new WorkResult.ExportAgain(where) : new WorkResult.Fail(where, true);
    }

    /** What breaks off again and again at the server is cut off; what broke off on the way is read once more. */
    private static boolean isLate(String attempt) {
        int tries = Integer.parseInt(attempt.substring(attempt.lastIndexOf('-') + 1));
        return tries >= BREAKS_BEFORE_EXPORT;
    }

    private Manifest exported(WindowRow row) {
        String name = copying(row).manifest();
        return lastRead.updateAndGet(known -> known.containsKey(name) ? known : Map.of(name, manifests.read(name)))
                .get(name);
    }

    private static WindowState.Copying copying(WindowRow row) {
        if (row.state() instanceof WindowState.Copying copying) {
            return copying;
        }
        throw new IllegalStateException(
                "Window " + row.id() + " is " + row.state().name() + ", not being copied");
    }
}
