package io.fhirferry.common.staging;

import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import io.fhirferry.common.window.WindowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Remembers what was altered on its way, as {@code {migration}/alterations/{window}/{attempt}-{how}.json} in the protected
 * container.
 */
public final class AlterationStore {

    private final ReportStore reports;

    /** A store in the protected container. */
    public AlterationStore(ReportStore reports) {
        this.reports = reports;
    }

    /** Writes what was altered before an attempt at the import. */
    public void write(WindowId window, String attempt, Alterations altered) {
        reports.write(
                "alterations/%s/%s-%s.json"
                        .formatted(window, attempt, altered.how().key()),
                altered);
    }

    /** Forgets what was altered in files that are not the window's any more, because it was exported anew. */
    public void keepOnly(WindowId window, Set<String> files) {
        for (String blob : blobs("alterations/" + window + "/")) {
            boolean current = reports.readWhole(blob, Alterations.class).stream()
                    .flatMap(altered -> altered.files().stream())
                    .anyMatch(altered -> files.contains(altered.file()));
            if (!current) {
                reports.container().getBlobClient(blob).deleteIfExists();
            }
        }
    }

    /** All alterations of the migration, in the order of their windows. */
    public List<Alterations> all() {
        return below("alterations/");
    }

    /** The alterations of one window. */
    public List<Alterations> of(WindowId window) {
        return below("alterations/" + window + "/");
    }

    private List<Alterations> below(String folder) {
        return blobs(folder).stream()
                .flatMap(blob -> reports.readWhole(blob, Alterations.class).stream())
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
