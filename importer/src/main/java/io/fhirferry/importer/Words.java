package io.fhirferry.importer;

import io.fhirferry.common.staging.ReportStore;
import io.fhirferry.common.window.WindowId;

/**
 * Where the destination's own words about refused lines stand in the protected container: a copy of each error log, {@code
 * {migration}/words/{window}/{attempt}-{slice}/{log}}.
 */
final class Words {

    private final ReportStore reports;
    private final String folder;

    Words(ReportStore reports, WindowId window, String attemptOfSlice) {
        this.reports = reports;
        this.folder = "words/%s/%s/".formatted(window, attemptOfSlice);
    }

    /** The whole name of the blob with the copy of a log; a job's logs differ by the last part of their URLs. */
    String blob(String log) {
        return reports.path(folder + log.substring(log.lastIndexOf('/') + 1));
    }

    /** Where the words about a line stand: the blob, and what to look for in it. */
    String about(RejectedLines.Rejected rejected) {
        return rejected.logs().stream()
                .findFirst()
                .map(log -> "%s: line: %d with stream start offset: %d"
                        .formatted(blob(log), rejected.lineInUnit(), rejected.unit()))
                .orElse("");
    }
}
