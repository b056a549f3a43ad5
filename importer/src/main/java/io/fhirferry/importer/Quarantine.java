package io.fhirferry.importer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.staging.QuarantineStore;
import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.WindowId;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * Writes the refused lines of one attempt at one slice as NDJSON to
 * {@code {migration}/quarantine/{window}/{attempt}-{slice}.ndjson} of the report container. Memory is one block, however
 * many lines there are; without any, no blob comes to be.
 */
public final class Quarantine {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LinesBlob blob;

    private Quarantine(LinesBlob blob) {
        this.blob = blob;
    }

    /** Begins the file of an attempt at a slice; what the same attempt wrote before is replaced at the commit. */
    public static Quarantine begin(ReportStore reports, WindowId window, String attemptOfSlice) {
        return at(reports, reports.path("quarantine/%s/%s.ndjson".formatted(window, attemptOfSlice)));
    }

    /**
     * Begins a file of entries, which takes the place of another one at the commit.
     *
     * @param wholeName of the blob in the protected container
     */
    public static Quarantine at(ReportStore reports, String wholeName) {
        return new Quarantine(new LinesBlob(reports, wholeName));
    }

    /** Removes what other attempts at the window wrote: it counts no longer. */
    public static void keepOnly(ReportStore reports, WindowId window, Set<String> names) {
        new QuarantineStore(reports).keepOnly(window, names);
    }

    /** Adds a refused line. */
    public void add(QuarantineEntry entry) {
        try {
            blob.add(JSON.writeValueAsBytes(entry));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("An entry of the quarantine can always be written to memory", e);
        }
    }

    /** How many lines were added. */
    public long lines() {
        return blob.lines();
    }

    /**
     * Makes the blob.
     *
     * @return its name, or empty when no line was refused
     */
    public String commit() {
        return blob.commit();
    }
}
