package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Windows that a source finds too large are halved as often as it takes, and nothing falls between the halves. */
class WindowSplitPropertyTest {

    private static final long YEAR = Duration.ofDays(365).toMillis();

    /**
     * A window, and the dates of what the source holds around it.
     *
     * @param dates in nanoseconds from the beginning of the window
     */
    private record Content(Window window, List<Long> dates, long expected) {

        List<Instant> instants() {
            return dates.stream().map(window.since()::plusNanos).toList();
        }

        long in(Window any) {
            return instants().stream().filter(any::owns).count();
        }
    }

    @Provide
    Arbitrary<Content> contents() {
        Arbitrary<Long> since = Arbitraries.longs().between(0, 60 * YEAR);
        Arbitrary<Long> millis = Arbitraries.oneOf(
                Arbitraries.longs().between(1, 9), Arbitraries.longs().between(1, YEAR));
        Arbitrary<WindowKind> kind = Arbitraries.of(WindowKind.TILE, WindowKind.LATE);
        return Combinators.combine(since, millis, kind).flatAs((begin, length, of) -> {
            Instant first = Instant.ofEpochMilli(begin);
            Window window = Window.of(first, first.plusMillis(length), Scope.ALL, of);
            Arbitrary<List<Long>> dates = dates(length * 1_000_000).list().ofMaxSize(40);
            return Combinators.combine(dates, Arbitraries.longs().between(0, 1_000_000_000_000L))
                    .as((all, expected) -> new Content(window, all, expected));
        });
    }

    /** Anywhere in a window, a bit outside of it, and at what matters: its edges, its middle, one instant again and again. */
    private static Arbitrary<Long> dates(long nanos) {
        long millis = nanos / 1_000_000;
        long middle = millis / 2 * 1_000_000;
        Arbitrary<Long> edges = Arbitraries.of(0L, middle, nanos)
                .flatMap(edge -> Arbitraries.of(-1_000_000L, -1L, 0L, 1L, 999_999L, 1_000_000L)
                        .map(by -> edge + by));
        return Arbitraries.oneOf(edges, Arbitraries.longs().between(-nanos / 4, nanos + nanos / 4));
    }

    @Property(tries = 500)
    void whatIsTooLargeIsHalvedUntilEachInstantHasOneOwnerThatFits(
            @ForAll("contents") Content content, @ForAll @IntRange(min = 1, max = 8) int most) {
        // when
        StageWorld world = moved(content, most);

        // then what is left tiles the window, and what the source counted in it is shared out
        List<WindowRow> leaves = world.windows
                .windows()
                .filter(row -> !(row.state() instanceof WindowState.Split))
                .sorted(Comparator.comparing(row -> row.window().since()))
                .toList();
        Instant reached = content.window().since();
        for (WindowRow leaf : leaves) {
            assertThat(leaf.window().since()).isEqualTo(reached);
            assertThat(leaf.window().till()).isAfter(reached);
            assertThat(leaf.window().till().getNano() % 1_000_000).isZero();
            reached = leaf.window().till();
        }
        assertThat(reached).isEqualTo(content.window().till());
        assertThat(leaves.stream().mapToLong(WindowRow::expected).sum()).isEqualTo(content.expected());

        // and every instant has one owner; only what cannot be halved is too large still
        for (Instant date : content.instants()) {
            long owners =
                    leaves.stream().filter(leaf -> leaf.window().owns(date)).count();
            assertThat(owners).isEqualTo(content.window().owns(date) ? 1 : 0);
        }
        assertThat(leaves).allSatisfy(leaf -> {
            boolean fits = content.in(leaf.window()) <= most;
            assertThat(leaf.state()).isInstanceOf(fits ? WindowState.Verified.class : WindowState.Failed.class);
            assertThat(fits || leaf.window().length().equals(Window.GRAIN)).isTrue();
        });
    }

    @Property(tries = 200)
    void bothHalvesShareWhatTheWindowWasAboutAndLieSideBySide(@ForAll("contents") Content content) {
        // when
        StageWorld world = moved(content, 1);

        // then
        List<WindowRow> split = world.windows
                .windows()
                .filter(row -> row.state() instanceof WindowState.Split)
                .toList();
        assertThat(split).allSatisfy(row -> {
            WindowState.Split halves = (WindowState.Split) row.state();
            WindowRow earlier = world.row(halves.earlier());
            WindowRow later = world.row(halves.later());
            assertThat(earlier.window().since()).isEqualTo(row.window().since());
            assertThat(earlier.window().till()).isEqualTo(later.window().since());
            assertThat(later.window().till()).isEqualTo(row.window().till());
            assertThat(earlier.expected() + later.expected()).isEqualTo(row.expected());
            assertThat(earlier.expected()).isNotNegative();
            assertThat(List.of(earlier.window().kind(), later.window().kind()))
                    .containsOnly(row.window().kind());
            assertThat(later.window().length().minus(earlier.window().length())).isBetween(Duration.ZERO, Window.GRAIN);
            assertThat(content.in(earlier.window()) + content.in(later.window()))
                    .isEqualTo(content.in(row.window()));
        });
    }

    /** Moves the window from a source that exports no more than so many resources at once. */
    private static StageWorld moved(Content content, int most) {
        StageWorld world = new StageWorld();
        world.stage(StageName.EXPORT)
                .works(work -> content.in(work.row().window()) > most
                        ? new WorkResult.TooLarge("status 413")
                        : new WorkResult.Done("r0"));
        world.plan(content.window(), content.expected());
        world.drain();
        return world;
    }
}
