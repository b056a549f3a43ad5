package io.fhirferry.common.window;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which census counts. A census says what it saw when it looked, so it stands only until a window begins anything afresh.
 * Its number in the id says how often windows had begun afresh before it; with that it is the same for every planner, and
 * out of date as soon as an operator drives a window again.
 */
public final class Census {

    private Census() {}

    /**
     * The census that the verdict stands on.
     *
     * @param end the first instant that is not to be moved
     * @param rows all rows of the migration
     */
    public static Window due(Cursor cursor, Instant end, List<WindowRow> rows) {
        return window(cursor.start(), end, rows);
    }

    /** The row of the census that the verdict stands on, if it is planned already. */
    public static Optional<WindowRow> find(Cursor cursor, Instant end, List<WindowRow> rows) {
        WindowId due = due(cursor, end, rows).id();
        return rows.stream().filter(row -> row.id().equals(due)).findFirst();
    }

    /**
     * Whether the row is a census that no verdict stands on any more: windows have begun something afresh after it, or a
     * later end has a census of its own.
     *
     * @param rows all rows of the migration
     */
    public static boolean isOutdated(WindowRow row, List<WindowRow> rows) {
        Window window = row.window();
        return window.kind() == WindowKind.CENSUS
                && (!window.id()
                                .equals(window(window.since(), window.till(), rows)
                                        .id())
                        || rows.stream()
                                .anyMatch(other -> other.window().kind() == WindowKind.CENSUS
                                        && other.window().till().isAfter(window.till())));
    }

    private static Window window(Instant since, Instant end, List<WindowRow> rows) {
        int begunAfresh = rows.stream().mapToInt(Census::begunAfresh).sum();
        return begunAfresh == 0
                ? Window.of(since, end, Scope.ALL, WindowKind.CENSUS)
                : Window.again(since, end, Scope.ALL, WindowKind.CENSUS, begunAfresh);
    }

    /** Tiles belong to an end, and a new end has a new census; windows of other kinds come in between. */
    private static int begunAfresh(WindowRow row) {
        return switch (row.window().kind()) {
            case TILE -> row.attempt() - 1;
            case REPAIR, LATE, CONTAINER -> row.attempt();
            case CENSUS -> 0;
        };
    }
}
