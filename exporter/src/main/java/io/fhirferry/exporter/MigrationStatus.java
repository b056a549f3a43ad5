package io.fhirferry.exporter;

import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.Verdict;
import io.fhirferry.common.window.Watermark;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a migration stands, as the control API tells it.
 *
 * @param migration its id
 * @param start where it begins; null before the first planning
 * @param end where it is to end; null while it follows the source
 * @param planned up to where windows are planned; null before the first planning
 * @param watermark everything before it is verified or accepted; null before the first planning
 * @param finished whether nothing more happens by itself
 * @param verdict as it would be now
 * @param work running, paused, stopped, or outside-hours
 * @param windows how many are where; split ones and the census are not counted as planned
 * @param resources sums over the windows
 */
public record MigrationStatus(
        String migration,
        Instant start,
        Instant end,
        Instant planned,
        Instant watermark,
        boolean finished,
        String verdict,
        String work,
        Windows windows,
        Resources resources) {

    /** Windows by what became of them, and by state. */
    public record Windows(long planned, long verified, long failed, long mismatched, Map<String, Integer> states) {}

    /** Lines by how far they have come. */
    public record Resources(long expected, long exported, long copied, long imported, long verified) {}

    /** Works out the status from what the table holds. */
    static MigrationStatus of(
            String migration,
            Optional<Cursor> cursor,
            Optional<Instant> end,
            List<WindowRow> rows,
            int windowsInFlight,
            String work) {
        Verdict verdict = Verdict.of(cursor, end, rows, windowsInFlight);
        return new MigrationStatus(
                migration,
                cursor.map(Cursor::start).orElse(null),
                end.orElse(null),
                cursor.map(Cursor::planned).orElse(null),
                cursor.map(known -> Watermark.of(known, rows)).orElse(null),
                verdict.isFinal(),
                verdict.key(),
                work,
                windows(rows),
                resources(rows));
    }

    private static Windows windows(List<WindowRow> rows) {
        Map<String, Integer> states = new TreeMap<>();
        rows.forEach(row -> states.merge(row.state().name(), 1, Integer::sum));
        List<WindowState> moved = moved(rows).stream().map(WindowRow::state).toList();
        return new Windows(
                moved.size(),
                moved.stream().filter(WindowState::settled).count(),
                moved.stream().filter(WindowState.Failed.class::isInstance).count(),
                moved.stream().filter(WindowState.Mismatched.class::isInstance).count(),
                states);
    }

    private static Resources resources(List<WindowRow> rows) {
        List<WindowRow> moved = moved(rows);
        TypeAccount sum =
                moved.stream().map(WindowRow::account).map(Account::total).reduce(TypeAccount.NONE, TypeAccount::plus);
        long expected = moved.stream().mapToLong(WindowRow::expected).sum();
        return new Resources(expected, sum.exported(), sum.copied(), sum.imported() + sum.duplicate(), sum.verified());
    }

    private static List<WindowRow> moved(List<WindowRow> rows) {
        return rows.stream()
                .filter(row -> row.window().kind() != WindowKind.CENSUS)
                .filter(row -> !(row.state() instanceof WindowState.Split))
                .toList();
    }
}
