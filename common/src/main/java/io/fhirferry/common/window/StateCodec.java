package io.fhirferry.common.window;

import com.azure.data.tables.models.TableEntity;
import java.util.List;

/** Writes a state into the properties of a row, and reads it back. Unused properties are empty, not absent. */
final class StateCodec {

    private static final String STATE = "state";
    private static final String MANIFEST = "manifest";
    private static final String STAGE = "failedStage";
    private static final String REASON = "reason";
    private static final String RETRYABLE = "retryable";
    private static final String FINDINGS = "findings";
    private static final String BY = "acceptedBy";
    private static final String EARLIER = "earlier";
    private static final String LATER = "later";

    /** The states in which nothing more happens to a window and nobody has to do anything about it but look. */
    static final List<String> CLOSED = List.of("VERIFIED", "ACCEPTED", "MISMATCHED", "SPLIT");

    /** The properties of a state. */
    static final List<String> PROPERTIES =
            List.of(STATE, MANIFEST, STAGE, REASON, RETRYABLE, FINDINGS, BY, EARLIER, LATER);

    private StateCodec() {}

    static void write(WindowState state, TableEntity row) {
        row.addProperty(STATE, state.name());
        row.addProperty(MANIFEST, state.manifest());
        switch (state) {
            case WindowState.Failed failed -> {
                row.addProperty(STAGE, failed.stage().name());
                row.addProperty(REASON, failed.reason());
                row.addProperty(RETRYABLE, failed.retryable());
            }
            case WindowState.Mismatched mismatched -> row.addProperty(FINDINGS, mismatched.findings());
            case WindowState.Accepted accepted -> {
                row.addProperty(BY, accepted.by());
                row.addProperty(REASON, accepted.reason());
                row.addProperty(FINDINGS, accepted.exceptions());
            }
            case WindowState.Split split -> {
                row.addProperty(EARLIER, split.earlier().value());
                row.addProperty(LATER, split.later().value());
            }
            case WindowState.Active active ->
                row.addProperty(STAGE, active.stage().name());
            case WindowState.Waiting waiting ->
                row.addProperty(STAGE, waiting.next().name());
            case WindowState.Verified verified -> row.addProperty(FINDINGS, "");
        }
    }

    static WindowState read(TableEntity row) {
        String manifest = text(row, MANIFEST);
        return switch (text(row, STATE)) {
            case "PLANNED" -> new WindowState.Planned();
            case "EXPORTING" -> new WindowState.Exporting();
            case "EXPORTED" -> new WindowState.Exported(manifest);
            case "COPYING" -> new WindowState.Copying(manifest);
            case "COPIED" -> new WindowState.Copied(manifest);
            case "IMPORTING" -> new WindowState.Importing(manifest);
            case "IMPORTED" -> new WindowState.Imported(manifest);
            case "VERIFYING" -> new WindowState.Verifying(manifest);
            case "VERIFIED" -> new WindowState.Verified(manifest);
            case "FAILED" ->
                new WindowState.Failed(
                        StageName.valueOf(text(row, STAGE)),
                        text(row, REASON),
                        Boolean.TRUE.equals(row.getProperty(RETRYABLE)),
                        manifest);
            case "MISMATCHED" -> new WindowState.Mismatched(manifest, text(row, FINDINGS));
            case "ACCEPTED" ->
                new WindowState.Accepted(manifest, text(row, BY), text(row, REASON), text(row, FINDINGS));
            case "SPLIT" -> new WindowState.Split(new WindowId(text(row, EARLIER)), new WindowId(text(row, LATER)));
            default ->
                throw new IllegalStateException("A row of this migration has the state '" + text(row, STATE)
                        + "', which this release does not know; a newer release has written it");
        };
    }

    private static String text(TableEntity row, String property) {
        return row.getProperty(property) instanceof String value ? value : "";
    }
}
