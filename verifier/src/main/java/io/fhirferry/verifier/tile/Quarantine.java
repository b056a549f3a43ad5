package io.fhirferry.verifier.tile;

import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fhirferry.common.ndjson.LineReader;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.verifier.compare.ResourceKey;
import io.fhirferry.verifier.compare.SideFaultException;
import java.io.IOException;

/**
 * Reads the importer's quarantine: NDJSON below {@code {migration}/quarantine/{window}/}, an entry for each refused line.
 * An entry names its line by {@code file} and {@code line}; one without them by {@code type}, {@code id} and
 * {@code versionId}. Other fields are passed over.
 */
final class Quarantine implements RejectedLines {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ReportStore reports;

    Quarantine(ReportStore reports) {
        this.reports = reports;
    }

    /** The refused lines of the window; what an older attempt refused is not among them when nothing is refused now. */
    @Override
    public Rejected of(WindowRow row) {
        Rejected rejected = new Rejected();
        if (row.account().total().rejected() == 0) {
            return rejected;
        }
        ListBlobsOptions below = new ListBlobsOptions().setPrefix(reports.path("quarantine/" + row.id() + "/"));
        for (BlobItem blob : reports.container().listBlobs(below, null)) {
            read(blob.getName(), rejected);
        }
        return rejected;
    }

    private void read(String blob, Rejected rejected) {
        try (LineReader lines =
                new LineReader(reports.container().getBlobClient(blob).openInputStream())) {
            while (lines.next()) {
                var line = lines.line();
                add(JSON.readTree(line.buffer(), line.start(), line.length()), rejected);
            }
        } catch (IOException e) {
            throw new SideFaultException(
                    "The window's quarantine could not be read to its end; it is read again at the next attempt", true);
        }
    }

    private static void add(JsonNode entry, Rejected rejected) {
        String file = entry.path("file").asText("");
        long line = entry.path("line").asLong(0);
        if (!file.isEmpty() && line > 0) {
            rejected.add(file, line);
        } else if (!entry.path("id").asText("").isEmpty()) {
            rejected.add(new ResourceKey(
                    entry.path("type").asText(""),
                    entry.path("id").asText(),
                    entry.path("versionId").asText("")));
        }
    }
}
