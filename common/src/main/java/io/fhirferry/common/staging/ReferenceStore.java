package io.fhirferry.common.staging;

import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import io.fhirferry.common.window.WindowId;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was found in references, as {@code {migration}/references/{window}.json} in the protected container. */
public final class ReferenceStore {

    private final ReportStore reports;

    /** A store in the protected container. */
    public ReferenceStore(ReportStore reports) {
        this.reports = reports;
    }

    /** Writes what was found in a whole window, in place of what an earlier attempt found; nothing leaves nothing. */
    public void write(WindowId window, FoundReferences found) {
        String name = "references/" + window + ".json";
        if (found.conditional() + found.toSource() > 0) {
            reports.write(name, found);
        } else {
            reports.container().getBlobClient(reports.path(name)).deleteIfExists();
        }
    }

    /** What was found in the whole migration, in the order of the windows. */
    public List<FoundReferences> all() {
        List<FoundReferences> all = new ArrayList<>();
        ListBlobsOptions ofMigration = new ListBlobsOptions().setPrefix(reports.path("references/"));
        for (BlobItem item : reports.container().listBlobs(ofMigration, null)) {
            reports.readWhole(item.getName(), FoundReferences.class).ifPresent(all::add);
        }
        return all;
    }
}
