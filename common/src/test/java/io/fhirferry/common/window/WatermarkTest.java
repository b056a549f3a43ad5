package io.fhirferry.common.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WatermarkTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int HOURS = 32;
    private static final WindowState VERIFIED = new WindowState.Verified("m");
    private static final WindowState ACCEPTED = new WindowState.Accepted("m", "op", "known", "findings");
    private static final WindowState FAILED = new WindowState.Exporting().failed("status 500", true);

    private static Instant hour(int number) {
        return START.plusSeconds(3600L * number);
    }

    private static Cursor plannedTo(int hour) {
        return Cursor.at(START, START).advancedTo(hour(hour));
    }

    private static Window window(int since, int till, WindowKind kind) {
        return Window.of(hour(since), hour(till), Scope.ALL, kind);
    }

    private static WindowRow row(Window window, WindowState state) {
        return WindowRow.planned(window, 1, START).moved(state, Account.EMPTY, START);
    }

    private static WindowRow tile(int since, int till, WindowState state) {
        return row(window(since, till, WindowKind.TILE), state);
    }

    @Test
    void withNothingPlannedItIsTheStart() {
        assertThat(Watermark.of(plannedTo(0), List.of())).isEqualTo(START);
    }

    @Test
    void itIsWhereTheFirstUnsettledTileBegins() {
        List<WindowRow> rows =
                List.of(tile(3, 4, VERIFIED), tile(2, 3, FAILED), tile(1, 2, ACCEPTED), tile(0, 1, VERIFIED));

        assertThat(Watermark.of(plannedTo(4), rows)).isEqualTo(hour(2));
    }

    @Test
    void withAllSettledItIsWhatIsPlanned() {
        assertThat(Watermark.of(plannedTo(2), List.of(tile(0, 1, VERIFIED), tile(1, 2, ACCEPTED))))
                .isEqualTo(hour(2));
    }

    @Test
    void theScopeThatIsBehindHoldsItBack() {
        WindowRow patients = row(Window.of(hour(0), hour(2), Scope.of("Patient"), WindowKind.TILE), VERIFIED);
        WindowRow claims = row(Window.of(hour(0), hour(2), Scope.of("Claim"), WindowKind.TILE), FAILED);

        assertThat(Watermark.of(plannedTo(2), List.of(patients, claims))).isEqualTo(START);
    }

    @Test
    void windowsThatAreNoTilesDoNotMoveIt() {
        WindowRow late = row(window(0, 1, WindowKind.LATE), FAILED);

        assertThat(Watermark.of(plannedTo(1), List.of(tile(0, 1, VERIFIED), late)))
                .isEqualTo(hour(1));
    }

    @Test
    void aTilePlannedAfterTheCursorWasReadDoesNotPushItBeyondTheCursor() {
        assertThat(Watermark.of(plannedTo(1), List.of(tile(0, 1, VERIFIED), tile(1, 2, VERIFIED), tile(2, 3, FAILED))))
                .isEqualTo(hour(1));
    }

    @Test
    void aHalfThatWasNotSeenYetCountsAsUnsettled() {
        Window parent = window(0, 2, WindowKind.TILE);
        WindowRow split = row(
                parent,
                new WindowState.Exporting()
                        .split(
                                parent.halves().getFirst().id(),
                                parent.halves().getLast().id()));
        WindowRow later = row(parent.halves().getLast(), VERIFIED);
        WindowRow earlier = row(parent.halves().getFirst(), VERIFIED);

        assertThat(Watermark.of(plannedTo(2), List.of(split, later))).isEqualTo(START);
        assertThat(Watermark.of(plannedTo(2), List.of(split, later, earlier))).isEqualTo(hour(2));
    }

    /** A move of one tile among those there are: settled, or split. */
    record Move(int which, boolean splits) {}

    @Property
    void itOnlyGrowsAndNeverPassesAnUnsettledTile(@ForAll("moves") List<Move> moves) {
        List<WindowRow> rows = new ArrayList<>();
        for (int hour = 0; hour < HOURS; hour += 4) {
            rows.add(tile(hour, hour + 4, new WindowState.Planned()));
        }
        Instant last = Watermark.of(plannedTo(HOURS), rows);

        for (Move move : moves) {
            WindowRow row = rows.get(move.which() % rows.size());
            if (row.state() instanceof WindowState.Planned planned) {
                rows.remove(row);
                if (move.splits()) {
                    List<Window> halves = row.window().halves();
                    rows.add(row(
                            row.window(),
                            planned.split(
                                    halves.getFirst().id(), halves.getLast().id())));
                    halves.forEach(half -> rows.add(row(half, new WindowState.Planned())));
                } else {
                    rows.add(row(row.window(), VERIFIED));
                }
            }
            Instant now = Watermark.of(plannedTo(HOURS), rows);

            assertThat(now).isAfterOrEqualTo(last);
            assertThat(rows)
                    .filteredOn(tile -> !(tile.state() instanceof WindowState.Split))
                    .filteredOn(tile -> tile.window().since().isBefore(now))
                    .allSatisfy(tile -> assertThat(tile.state().settled()).isTrue());
            last = now;
        }
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        return Combinators.combine(Arbitraries.integers().between(0, 100), Arbitraries.of(true, false, false))
                .as(Move::new)
                .list()
                .ofMaxSize(60);
    }
}
