package io.fhirferry.common.window;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Works out the watermark: the instant before which everything is verified or accepted.
 *
 * <p>Tiles meet without gap or overlap, so it is the beginning of the earliest tile that is not settled; with one scope
 * per type it is the earliest of the scopes.
 */
public final class Watermark {

    private Watermark() {}

    /**
     * The watermark of a migration.
     *
     * @param cursor how far the planner has come, read before the rows: what is planned in between is then beyond it
     * @param rows all rows of the migration, in any order
     * @return between the migration's start and what is planned
     */
    public static Instant of(Cursor cursor, List<WindowRow> rows) {
        Set<WindowId> seen = rows.stream().map(WindowRow::id).collect(Collectors.toSet());
        return rows.stream()
                .filter(row -> row.window().kind() == WindowKind.TILE)
                .filter(row -> !settled(row, seen))
                .map(row -> row.window().since())
                .min(Comparator.naturalOrder())
                .filter(open -> open.isBefore(cursor.planned()))
                .orElse(cursor.planned());
    }

    /**
     * Halves stand for the window that they replaced, as long as both were seen: rows are read page by page, and the
     * earlier half sorts before its parent, so a split in between can show the parent split and hide that half.
     */
    private static boolean settled(WindowRow row, Set<WindowId> seen) {
        return switch (row.state()) {
            case WindowState.Split split -> seen.contains(split.earlier()) && seen.contains(split.later());
            default -> row.state().settled();
        };
    }
}
