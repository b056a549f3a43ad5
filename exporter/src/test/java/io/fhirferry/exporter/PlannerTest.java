package io.fhirferry.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.stage.StageMessage;
import io.fhirferry.common.stage.Sweep;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.MemoryWindowStore;
import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(4));
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);
    private static final Why WHY = new Why("test", "because");

    private static final int BEFORE_AND_AFTER_A_WRITE = 2;

    private final AtomicInteger steps = new AtomicInteger();
    private final MemoryWindowStore windows = new MemoryWindowStore("m", CLOCK, steps::incrementAndGet);
    private final FakeSource source = new FakeSource();
    private final List<StageMessage> sent = new ArrayList<>();
    private boolean open = true;

    /** A source whose clock is far behind nothing: everything up to its now has settled. */
    private static final class FakeSource implements SourceView {
        private final TreeSet<Instant> dates = new TreeSet<>();
        private Instant now = END.plus(Duration.ofDays(1));
        private int answers = Integer.MAX_VALUE;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public Optional<Instant> earliest() {
            return dates.isEmpty() ? Optional.empty() : Optional.of(dates.first());
        }

        @Override
        public long between(Instant since, Instant till) {
            if (answers-- <= 0) {
                throw new IllegalStateException("no answer");
            }
            return dates.subSet(since, till).size();
        }
    }

    private Planner planner(Optional<Instant> start, Optional<Instant> end, int inFlight) {
        return new Planner(
                windows,
                source,
                new WindowPlan(Duration.ofDays(1), 1000, Duration.ofMinutes(1)),
                sent::add,
                new Sweep(windows, sent::add, Duration.ofMinutes(15), "test", CLOCK),
                () -> open,
                new PlannerSettings(start, end, Duration.ofMinutes(5), inFlight, "test"),
                CLOCK);
    }

    private Planner planner() {
        return planner(Optional.of(START), Optional.of(END), 2);
    }

    private List<WindowRow> rows() {
        return windows.windows().toList();
    }

    private void settle(WindowState state) {
        for (WindowRow row : rows()) {
            if (!row.state().terminal()) {
                assertThat(windows.move(row, row.moved(state, row.account(), CLOCK.instant()), WHY))
                        .isInstanceOf(Moved.Done.class);
            }
        }
    }

    @Test
    void plansNoMoreWindowsThanMayBeOnTheirWay() {
        planner().look();
        planner().look();

        assertThat(rows()).hasSize(2);
        assertThat(windows.cursor().orElseThrow().planned()).isEqualTo(START.plus(Duration.ofDays(2)));
    }

    @Test
    void plansWhatItCanWhenTheSourceStopsAnswering() {
        source.answers = 2;

        assertThatThrownBy(
                        () -> planner(Optional.of(START), Optional.of(END), 4).look())
                .hasMessage("no answer");

        assertThat(rows()).hasSize(2);
        assertThat(sent).hasSize(2);
        assertThat(windows.cursor().orElseThrow().planned()).isEqualTo(START.plus(Duration.ofDays(2)));
    }

    @Test
    void windowsThatAreSideBySideArePlannedTogether() {
        planner(Optional.of(START), Optional.of(END), 4).look();

        assertThat(rows()).hasSize(4);
        assertThat(steps).hasValue(BEFORE_AND_AFTER_A_WRITE);
    }

    @Test
    void sendsAMessageForEachWindowItPlans() {
        planner().look();

        assertThat(sent)
                .extracting(StageMessage::window)
                .containsExactlyElementsOf(rows().stream().map(WindowRow::id).toList());
        assertThat(sent).extracting(StageMessage::stage).containsOnly(StageName.EXPORT);
    }

    @Test
    void goesOnWhenWindowsSettleAndEndsAtTheEnd() {
        for (int i = 0; i < 5; i++) {
            planner().look();
            rows().stream()
                    .filter(row -> row.window().kind() == WindowKind.CENSUS)
                    .findAny()
                    .ifPresentOrElse(census -> {}, () -> settle(new WindowState.Verified("")));
        }

        assertThat(rows().stream().filter(row -> row.window().kind() == WindowKind.TILE))
                .hasSize(4)
                .allMatch(row -> !row.window().till().isAfter(END));
    }

    @Test
    void plansNothingWhileTheMigrationIsPausedAndGoesOnAfterwards() {
        open = false;

        planner().look();
        assertThat(rows()).isEmpty();

        open = true;
        planner().look();
        assertThat(rows()).hasSize(2);
    }

    @Test
    void plansTheCensusOnceEverythingHasArrived() {
        planner(Optional.of(START), Optional.of(END), 9).look();
        assertThat(rows()).hasSize(4);
        settle(new WindowState.Verified(""));
        sent.clear();

        planner().look();
        planner().look();

        assertThat(sent).singleElement().satisfies(message -> {
            assertThat(message.stage()).isEqualTo(StageName.VERIFY);
            assertThat(message.window().value()).endsWith("-all-census");
        });
    }

    @Test
    void doesNotPlanTheCensusWhileAWindowHasFailed() {
        planner(Optional.of(START), Optional.of(END), 9).look();
        settle(new WindowState.Failed(StageName.COPY, "storage 503", true, ""));

        planner().look();

        assertThat(rows()).noneMatch(row -> row.window().kind() == WindowKind.CENSUS);
    }

    @Test
    void plansANewCensusWhenTheEndHasMoved() {
        planner(Optional.of(START), Optional.of(END), 9).look();
        settle(new WindowState.Verified(""));
        planner().look();
        settle(new WindowState.Verified(""));
        Instant later = END.plusSeconds(3600);

        planner(Optional.of(START), Optional.of(later), 9).look();
        settle(new WindowState.Verified(""));
        planner(Optional.of(START), Optional.of(later), 9).look();

        assertThat(rows().stream().filter(row -> row.window().kind() == WindowKind.CENSUS))
                .extracting(row -> row.window().till())
                .containsExactlyInAnyOrder(END, later);
    }

    private List<WindowRow> censuses() {
        return rows().stream()
                .filter(row -> row.window().kind() == WindowKind.CENSUS)
                .toList();
    }

    /** As an operator does it. */
    private void driveAgain(WindowRow row) {
        WindowRow afresh = row.movedAfresh(new WindowState.Imported(""), row.account(), CLOCK.instant());
        assertThat(windows.move(row, afresh, WHY)).isInstanceOf(Moved.Done.class);
    }

    @Test
    void plansANewCensusOnceAWindowThatWasDrivenAgainHasArrived() {
        Planner planner = planner(Optional.of(START), Optional.of(END), 9);
        planner.look();
        settle(new WindowState.Mismatched("", "findings"));
        planner.look();
        settle(new WindowState.Mismatched("", "findings"));

        rows().stream()
                .filter(row -> row.window().kind() == WindowKind.TILE)
                .limit(2)
                .forEach(this::driveAgain);
        planner.look();
        assertThat(censuses()).hasSize(1);

        settle(new WindowState.Verified(""));
        sent.clear();
        planner.look();
        planner.look();

        assertThat(censuses()).hasSize(2);
        assertThat(sent)
                .singleElement()
                .satisfies(message -> assertThat(message.window().value()).endsWith("-all-census-2"));
    }

    @Test
    void aCensusThatFailedAndIsOutOfDateHoldsNothingBack() {
        Planner planner = planner(Optional.of(START), Optional.of(END), 9);
        planner.look();
        settle(new WindowState.Verified(""));
        planner.look();
        settle(new WindowState.Failed(StageName.VERIFY, "HTTP 500", true, ""));
        planner.look();
        assertThat(censuses()).hasSize(1);

        driveAgain(rows().getFirst());
        settle(new WindowState.Verified(""));
        planner.look();

        assertThat(censuses()).hasSize(2);
    }

    @Test
    void failedWindowsKeepTheirPlaceSoThatABrokenSourceIsNotAskedForEverything() {
        planner().look();
        settle(new WindowState.Failed(StageName.EXPORT, "HTTP 500", true, ""));

        planner().look();

        assertThat(rows()).hasSize(2);
    }

    @Test
    void aWindowWhoseLinesWaitForLaterOnesLeavesItsPlaceToThem() {
        // given as many windows as may be on their way, of which one waits for what its lines refer to
        planner().look();
        assertThat(rows()).hasSize(2);
        WindowRow first = rows().getFirst();
        windows.move(first, first.moved(new WindowState.Importing("m"), first.account(), CLOCK.instant()), WHY);
        planner().look();
        assertThat(rows()).hasSize(2);

        // when it says so
        Account deferred = Account.EMPTY.with("Observation", figures -> figures.withImport(0, 0, 0, 3, 0));
        windows.touch(rows().getFirst().accounted(deferred), CLOCK.instant());
        planner().look();

        // then
        assertThat(rows()).hasSize(3);
        assertThat(rows().getFirst().account()).isEqualTo(deferred);
    }

    @Test
    void beginsAtTheOldestResourceWhenNoStartIsGiven() {
        source.dates.add(START.plusMillis(17));

        planner(Optional.empty(), Optional.of(END), 1).look();

        assertThat(windows.cursor().map(Cursor::start)).contains(START.plusMillis(17));
    }

    @Test
    void waitsWhileTheSourceIsEmptyAndNoStartIsGiven() {
        planner(Optional.empty(), Optional.of(END), 1).look();

        assertThat(windows.cursor()).isEmpty();
        assertThat(rows()).isEmpty();
    }

    @Test
    void staysBehindTheSourcesClockByTheLag() {
        source.now = START.plus(Duration.ofHours(10));

        planner(Optional.of(START), Optional.empty(), 1).look();

        assertThat(rows()).singleElement().satisfies(row -> assertThat(
                        row.window().till())
                .isEqualTo(START.plus(Duration.ofHours(10)).minus(Duration.ofMinutes(5))));
    }

    @Test
    void twoPlannersPlanEachWindowOnce() {
        Planner one = planner(Optional.of(START), Optional.of(END), 9);
        Planner other = planner(Optional.of(START), Optional.of(END), 9);

        one.look();
        other.look();

        assertThat(rows()).hasSize(4);
        assertThat(sent).hasSize(4);
    }

    @Test
    void aSourceThatDoesNotAnswerLeavesTheCursorWhereItWas() {
        SourceView broken = new SourceView() {
            @Override
            public Instant now() {
                throw new IllegalStateException("no answer");
            }

            @Override
            public Optional<Instant> earliest() {
                return Optional.of(START);
            }

            @Override
            public long between(Instant since, Instant till) {
                return 0;
            }
        };
        Planner planner = new Planner(
                windows,
                broken,
                new WindowPlan(Duration.ofDays(1), 1000, Duration.ofMinutes(1)),
                sent::add,
                new Sweep(windows, sent::add, Duration.ofMinutes(15), "test", CLOCK),
                () -> open,
                new PlannerSettings(Optional.of(START), Optional.of(END), Duration.ZERO, 2, "test"),
                CLOCK);

        assertThatThrownBy(planner::look).isInstanceOf(IllegalStateException.class);
        assertThat(windows.cursor()).isEmpty();
        assertThat(sent).isEmpty();
    }
}
