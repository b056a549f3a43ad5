package io.fhirferry.importer.order;

import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import java.time.Instant;

/**
 * The windows behind one, at a destination where a tile begins only when those before it have left the import.
 *
 * @param windows of the migration
 */
public record LaterWindows(WindowStore windows) {

    /**
     * Whether a later window may have brought newer versions of what this one holds. Asked while this one is being imported:
     * at its first attempt nothing later can have begun. What is no tile is always late.
     */
    public boolean mayHaveBegun(WindowRow row) {
        return isLateOrRepeated(row)
                && (row.window().kind() != WindowKind.TILE || tiles(row).mayHaveBegun());
    }

    /** Whether it is worth asking, told from the row alone. */
    public static boolean isLateOrRepeated(WindowRow row) {
        return row.window().kind() != WindowKind.TILE || row.attempt() > 1;
    }

    /** Whether a window has left the import, and did not fail there. */
    public static boolean hasLeft(WindowRow row) {
        return switch (row.state()) {
            case WindowState.Imported imported -> true;
            case WindowState.Verifying verifying -> true;
            case WindowState.Verified verified -> true;
            case WindowState.Mismatched mismatched -> true;
            case WindowState.Accepted accepted -> true;
            case WindowState.Failed failed -> failed.stage() == StageName.VERIFY;
            default -> false;
        };
    }

    /** How far they have come. Costs the same however many there are that nothing happens to any more. */
    private LaterTiles tiles(WindowRow row) {
        Instant planned =
                windows.cursor().map(Cursor::planned).orElse(row.window().till());
        return LaterTiles.of(row.window(), planned, windows.open());
    }
}
