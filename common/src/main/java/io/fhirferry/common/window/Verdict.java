package io.fhirferry.common.window;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What is to be said of a migration as a whole. */
public enum Verdict {
    /** Everything up to the end is proven to be the same on both sides. */
    VERIFIED("verified", 0),
    /** Proven, but for exceptions that an operator signed off by name. */
    VERIFIED_WITH_EXCEPTIONS("verified-with-exceptions", 3),
    /** Compared up to the end, and found different. */
    MISMATCHED("mismatched", 4),
    /** Windows have failed and nothing moves any more until they are driven again. */
    FAILED("failed", 5),
    /** There is more to do. */
    INCOMPLETE("incomplete", 6);

    private final String key;
    private final int exitCode;

    Verdict(String key, int exitCode) {
        this.key = key;
        this.exitCode = exitCode;
    }

    /** The verdict as it stands in reports. */
    public String key() {
        return key;
    }

    /** The exit code of a command that ends with this verdict. */
    public int exitCode() {
        return exitCode;
    }

    /** Whether nothing more happens by itself. */
    public boolean isFinal() {
        return this != INCOMPLETE;
    }

    /**
     * Judges a migration.
     *
     * @param cursor how far the planner has come; empty before the first planning
     * @param end the first instant that is not to be moved; without one there is always more to do
     * @param rows all rows of the migration
     * @param windowsInFlight how many windows may be open at once; as many failed ones stop the planner
     */
    public static Verdict of(
            Optional<Cursor> cursor, Optional<Instant> end, List<WindowRow> rows, int windowsInFlight) {
        List<WindowRow> moved = rows.stream()
                .filter(row -> row.window().kind() != WindowKind.CENSUS)
                .filter(row -> !(row.state() instanceof WindowState.Split))
                .toList();
        if (moved.stream().anyMatch(row -> !row.state().terminal())) {
            return INCOMPLETE;
        }
        long failed = count(moved, WindowState.Failed.class::isInstance);
        boolean planned =
                cursor.isPresent() && end.isPresent() && !cursor.get().planned().isBefore(end.get());
        if (!planned) {
            return failed >= windowsInFlight ? FAILED : INCOMPLETE;
        }
        if (failed > 0) {
            return FAILED;
        }
        return Census.find(cursor.get(), end.get(), rows)
                .map(census -> withCensus(moved, census.state()))
                .orElse(INCOMPLETE);
    }

    private static Verdict withCensus(List<WindowRow> moved, WindowState census) {
        if (!census.terminal()) {
            return INCOMPLETE;
        }
        if (census instanceof WindowState.Failed) {
            return FAILED;
        }
        if (census instanceof WindowState.Mismatched || count(moved, WindowState.Mismatched.class::isInstance) > 0) {
            return MISMATCHED;
        }
        boolean exceptions =
                census instanceof WindowState.Accepted || count(moved, WindowState.Accepted.class::isInstance) > 0;
        return exceptions ? VERIFIED_WITH_EXCEPTIONS : VERIFIED;
    }

    private static long count(List<WindowRow> rows, Predicate<WindowState> state) {
        return rows.stream().map(WindowRow::state).filter(state).count();
    }
}
