package io.fhirferry.common.staging;

import com.azure.storage.blob.BlobContainerClient;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowRow;
import java.util.List;

/** Keeps manifests as blobs of the state container. */
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
     * Writes a manifest under the name of its attempt.
     *
     * @param least see {@link Manifest#least}
     * @return the blob's name, for the window's state
     */
    public String write(WindowRow row, StageName stage, String attempt, long least, List<ManifestFile> files) {
        return write(new Manifest(row.id().value(), stage.key(), attempt, least, files));
    }

    /**
     * Writes a manifest under the name of its stage and attempt.
     *
     * @return the blob's name, for the window's state
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
     * @param name as a window's state gives it
     * @throws IllegalStateException when there is none of this name
     */
    public Manifest read(String name) {
        return known.get(name).orElseGet(() -> known.put(name, stored(name)));
    }

    private Manifest stored(String name) {
        return blobs.read(name, Manifest.class)
                .orElseThrow(() -> new IllegalStateException("Manifest " + name
                        + " is not in the state container any more; drive the window again from its export"));
    }
}
