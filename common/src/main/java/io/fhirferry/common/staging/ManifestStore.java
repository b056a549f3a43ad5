package io.fhirferry.common.staging;

import com.azure.storage.blob.BlobContainerClient;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.util.List;

/** Keeps manifests: short ones where the window's state names them, others as blobs of the state container. */
public final class ManifestStore {

    private final JsonBlobs blobs;
    private final RecentManifests known = new RecentManifests();
    private final String migration;

    /**
     * A store in an existing container.
     *
     * @param migration begins every blob's name
     */
    public ManifestStore(BlobContainerClient container, String migration) {
        this.blobs = new JsonBlobs(container);
        this.migration = migration;
    }

    /**
     * Keeps what a stage leaves to the next one. A window of few files carries its manifest in its own row, which is read
     * anyway; a manifest that is long, or has a URL that might hold a secret, becomes a blob.
     *
     * @param least see {@link Manifest#least}
     * @return what stands for the manifest in the window's state
     */
    public String keep(WindowRow row, StageName stage, String attempt, long least, List<ManifestFile> files) {
        Manifest manifest = new Manifest(row.id().value(), stage.key(), attempt, least, files);
        String text = ManifestText.of(manifest);
        return ManifestText.fitsIntoRow(manifest, text) ? text : write(manifest);
    }

    /**
     * Writes a manifest as a blob under the name of its stage and attempt.
     *
     * @return the blob's name, which stands for the manifest in the window's state
     */
    public String write(Manifest manifest) {
        String begin = manifest.isRedrive() ? "redrive" : manifest.stage();
        String name = name(new WindowId(manifest.window()), begin, manifest.attempt());
        blobs.write(name, manifest);
        return name;
    }

    /** The name that a manifest has or would have. */
    public String name(WindowId window, String stage, String attempt) {
        return "%s/windows/%s/%s-%s.manifest.json".formatted(migration, window, stage, attempt);
    }

    /**
     * Reads a manifest.
     *
     * @param manifest as a window's state gives it: itself, or its blob's name
     * @throws IllegalStateException when there is no blob of this name
     */
    public Manifest read(String manifest) {
        return ManifestText.isText(manifest)
                ? ManifestText.read(manifest)
                : known.get(manifest).orElseGet(() -> known.put(manifest, stored(manifest)));
    }

    /**
     * The manifest of what is to be imported.
     *
     * @throws IllegalStateException when the window is not being imported, or its manifest is gone
     */
    public Manifest ofImport(WindowRow row) {
        return read(WindowState.Importing.of(row).manifest());
    }

    private Manifest stored(String name) {
        return blobs.read(name, Manifest.class)
                .orElseThrow(() -> new IllegalStateException("Manifest " + name
                        + " is not in the state container any more; drive the window again from its export"));
    }
}
