package io.fhirferry.exporter;

import io.fhirferry.common.window.Census;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.Verdict;
import io.fhirferry.common.window.Watermark;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

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
 * @param census state of the census that the verdict stands on, as {@code mismatched}; null before there is one
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
        String census,
        Resources resources) {

    /** Windows by what became of them, and by state. */
    public record Windows(long planned, long verified, long failed, long mismatched, Map<String, Integer> states) {}

    /** Lines by how far they have come. */
    public record Resources(long expected, long exported, long copied, long imported, long verified) {}

    /**
     * Works out the status from what the table holds.
     *
     * @param rows read once, and not kept: a migration of many windows is told in little memory
     */
    static MigrationStatus of(
            String migration,
            Optional<Cursor> cursor,
            Optional<Instant> end,
            Stream<WindowRow> rows,
            int windowsInFlight,
            String work) {
        Sums sums = new Sums();
        List<WindowRow> outlines =
                rows.peek(sums::add).map(WindowRow::withoutAccount).toList();
        Verdict verdict = Verdict.of(cursor, end, outlines, windowsInFlight);
        return new MigrationStatus(
                migration,
                cursor.map(Cursor::start).orElse(null),
                end.orElse(null),
                cursor.map(Cursor::planned).orElse(null),
                cursor.map(known -> Watermark.of(known, outlines)).orElse(null),
                verdict.isFinal(),
                verdict.key(),
                work,
                sums.windows(),
                census(cursor, end, outlines),
                sums.resources());
    }

    private static String census(Optional<Cursor> cursor, Optional<Instant> end, List<WindowRow> rows) {
        return cursor.flatMap(known -> end.flatMap(last -> Census.find(known, last, rows)))
                .map(row -> row.state().name().toLowerCase(Locale.ROOT))
                .orElse(null);
    }

    /** What adds up over the windows. */
    private static final class Sums {

        private final Map<String, Integer> states = new TreeMap<>();
        private TypeAccount lines = TypeAccount.NONE;
        private long expected;
        private long planned;
        private long settled;
        private long failed;
        private long mismatched;

        void add(WindowRow row) {
            WindowState state = row.state();
            states.merge(state.name(), 1, Integer::sum);
            if (row.window().kind() == WindowKind.CENSUS || state instanceof WindowState.Split) {
                return;
            }
            planned++;
            settled += state.settled() ? 1 : 0;
            failed += state instanceof WindowState.Failed ? 1 : 0;
            mismatched += state instanceof WindowState.Mismatched ? 1 : 0;
            expected += row.expected();
            lines = lines.plus(row.account().total());
        }

        Windows windows() {
            return new Windows(planned, settled, failed, mismatched, states);
        }

        Resources resources() {
            return new Resources(
                    expected, lines.exported(), lines.copied(), lines.imported() + lines.duplicate(), lines.verified());
        }
    }
}
