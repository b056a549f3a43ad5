package io.fhirferry.common.staging;

import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import io.fhirferry.common.window.WindowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Remembers which files were repaired, as {@code {migration}/repairs/{window}/{attempt}.json} in the protected container. */
public final class RepairStore {

    private final ReportStore reports;

    /** A store in the protected container. */
    public RepairStore(ReportStore reports) {
        this.reports = reports;
    }

    /** Writes what was repaired before an attempt at the import. */
    public void write(WindowId window, String attempt, Repairs repairs) {
        reports.write("repairs/%s/%s.json".formatted(window, attempt), repairs);
    }

    /** Forgets repairs of files that are not the window's any more, because it was exported anew. */
    public void keepOnly(WindowId window, Set<String> files) {
        for (String blob : blobs("repairs/" + window + "/")) {
            boolean current = reports.readWhole(blob, Repairs.class).stream()
                    .flatMap(repairs -> repairs.files().stream())
                    .anyMatch(repaired -> files.contains(repaired.file()));
            if (!current) {
                reports.container().getBlobClient(blob).deleteIfExists();
            }
        }
    }

    /** All repairs of the migration, in the order of their windows. */
    public List<Repairs> all() {
        return blobs("repairs/").stream()
                .flatMap(blob -> reports.readWhole(blob, Repairs.class).stream())
                .toList();
    }

    private List<String> blobs(String below) {
        List<String> names = new ArrayList<>();
        for (BlobItem item :
                reports.container().listBlobs(new ListBlobsOptions().setPrefix(reports.path(below)), null)) {
            names.add(item.getName());
        }
        return names;
    }
}
