package io.fhirferry.importer.bundle;

import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.importer.LinesBlob;
import java.nio.charset.StandardCharsets;

/**
 * Keeps the destination's own words about refused lines in the protected container, an OperationOutcome on each line of
 * {@code {migration}/words/{window}/{attempt}-{slice}.ndjson}. For one thread.
 */
final class RefusalWords {

    private final LinesBlob blob;

    /**
     * Begins.
     *
     * @param attemptOfSlice whose words they are; what the same attempt wrote before is replaced at the commit
     */
    RefusalWords(ReportStore reports, WindowId window, String attemptOfSlice) {
        this.blob = new LinesBlob(reports, reports.path("words/%s/%s.ndjson".formatted(window, attemptOfSlice)));
    }

    /** Keeps what was said, and returns where it stands; empty when nothing was said. */
    String keep(Refusal refusal) {
        if (refusal.words().isEmpty()) {
            return "";
        }
        blob.add(refusal.words().getBytes(StandardCharsets.UTF_8));
        return blob.name() + ":" + blob.lines();
    }

    /** Makes the blob, if anything was said. */
    void commit() {
        blob.commit();
    }

    /** The blob of a place that {@link #keep} returned. */
    static String blob(String place) {
        return place.substring(0, Math.max(0, place.lastIndexOf(':')));
    }
}
