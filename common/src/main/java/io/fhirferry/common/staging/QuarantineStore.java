package io.fhirferry.common.staging;

import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.LineReader;
import io.fhirferry.common.window.WindowId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The quarantine of windows: NDJSON blobs below {@code {migration}/quarantine/{window}/} in the protected container, a
 * {@link QuarantineEntry} on each line. Memory is one entry.
 */
public final class QuarantineStore {

    private static final ObjectReader ENTRY = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .readerFor(QuarantineEntry.class);

    private final ReportStore reports;

    /** A store in the protected container. */
    public QuarantineStore(ReportStore reports) {
        this.reports = reports;
    }

    /** The whole names of the window's blobs, in the order of their names. */
    public List<String> blobs(WindowId window) {
        List<String> names = new ArrayList<>();
        ListBlobsOptions ofWindow = new ListBlobsOptions().setPrefix(reports.path("quarantine/" + window + "/"));
        for (BlobItem item : reports.container().listBlobs(ofWindow, null)) {
            names.add(item.getName());
        }
        return names;
    }

    /**
     * Shows every entry of some blobs.
     *
     * @param blobs their whole names
     * @throws IOException when one cannot be read to its end
     */
    public void forEach(Collection<String> blobs, Consumer<QuarantineEntry> reader) throws IOException {
        for (String blob : blobs) {
            try (LineReader lines =
                    new LineReader(reports.container().getBlobClient(blob).openInputStream())) {
                while (lines.next()) {
                    Line line = lines.line();
                    reader.accept(ENTRY.readValue(line.buffer(), line.start(), line.length()));
                }
            }
        }
    }

    /** Removes what other attempts at the window wrote: it counts no longer. */
    public void keepOnly(WindowId window, Set<String> names) {
        reports.remove("quarantine/" + window + "/", name -> !names.contains(name));
    }
}
