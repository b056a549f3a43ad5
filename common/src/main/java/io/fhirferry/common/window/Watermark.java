package io.fhirferry.common.window;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

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
     * @param cursor how far the planner has come
     * @param rows all rows of the migration, in any order
     * @return between the migration's start and what is planned
     */
    public static Instant of(Cursor cursor, List<WindowRow> rows) {
        return rows.stream()
                .filter(row -> row.window().kind() == WindowKind.TILE)
                .filter(row -> !(row.state() instanceof WindowState.Split))
                .filter(row -> !row.state().settled())
                .map(row -> row.window().since())
                .min(Comparator.naturalOrder())
                .orElse(cursor.planned());
    }
}
