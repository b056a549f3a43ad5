package io.fhirferry.common.fhir;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * What an export made (Bulk Data Access, "Response - Complete Status"); unknown fields are passed over.
 *
 * @param transactionTime the server's instant of the export; never a window's bound. {@link Instant#MIN} when it is
 *     missing or unreadable
 * @param requiresAccessToken whether downloads want the server's credential
 * @param outputs the files with resources
 * @param deleted files whose lines are transaction Bundles of deletions
 * @param errors files whose lines are OperationOutcomes
 * @param issues codes of what the server remarks in the manifest itself
 * @param next the next page of the manifest; empty for none, see {@link #hasNext()}
 */
public record ExportManifest(
        Instant transactionTime,
        boolean requiresAccessToken,
        List<ExportFile> outputs,
        List<ExportFile> deleted,
        List<ExportFile> errors,
        List<OutcomeIssue> issues,
        URI next) {

    /** No next page. */
    public static final URI LAST_PAGE = URI.create("");

    public ExportManifest {
        outputs = List.copyOf(outputs);
        deleted = List.copyOf(deleted);
        errors = List.copyOf(errors);
        issues = List.copyOf(issues);
    }

    /** Whether the manifest goes on at {@link #next()}. */
    public boolean hasNext() {
        return !next.equals(LAST_PAGE);
    }
}
