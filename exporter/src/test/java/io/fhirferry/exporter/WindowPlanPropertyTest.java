package io.fhirferry.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Windows of a source in use, which is looked at again and again while its clock goes on. */
class WindowPlanPropertyTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final long SPAN = Duration.ofDays(100).toMillis();

    /** When the planner looks: what has settled at the source, which two replicas need not see in order. */
    @Provide
    Arbitrary<List<Instant>> looks() {
        Arbitrary<Long> anywhere = Arbitraries.longs().between(-1_000, SPAN);
        Arbitrary<Long> soon = Arbitraries.longs().between(0, 2 * SHORTEST.toMillis());
        return Combinators.combine(
                        Arbitraries.oneOf(anywhere, soon),
                        Arbitraries.integers().between(0, 999_999))
                .as((millis, nanos) -> START.plusMillis(millis).plusNanos(nanos))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<Optional<Instant>> ends() {
        return Arbitraries.longs().between(0, SPAN).map(START::plusMillis).optional();
    }

    /** How many resources there are by their millisecond: some here and there, and crowds of one instant. */
    @Provide
    Arbitrary<NavigableMap<Instant, Integer>> contents() {
        Arbitrary<Long> millis = Arbitraries.oneOf(
                Arbitraries.longs().between(0, SPAN), Arbitraries.longs().between(0, 20));
        return Arbitraries.maps(
                        millis.map(START::plusMillis), Arbitraries.integers().between(1, 40))
                .ofMaxSize(40)
                .map(TreeMap::new);
    }

    @Property
    void windowsTileWhatHasSettledHoweverOftenItIsLookedAt(
            @ForAll("looks") List<Instant> looks,
            @ForAll("ends") Optional<Instant> end,
            @ForAll("contents") NavigableMap<Instant, Integer> content,
            @ForAll @IntRange(min = 1, max = 60) int target) {
        // given
        ResourceCount count = (since, till) -> sum(content, since, till);
        WindowPlan plan = new WindowPlan(LONGEST, target, SHORTEST);
        List<Span> planned = new ArrayList<>();
        Instant reached = START;

        for (Instant settled : looks) {
            // when everything is planned that can be
            for (Optional<Span> next = plan.next(reached, end, settled, count);
                    next.isPresent();
                    next = plan.next(reached, end, settled, count)) {
                Span span = next.get();

                // then each window begins where the one before it ends, and lies before what is still moving
                assertThat(span.since()).isEqualTo(reached);
                assertThat(span.till()).isAfter(reached).isBeforeOrEqualTo(settled);
                assertThat(span.till().truncatedTo(ChronoUnit.MILLIS)).isEqualTo(span.till());
                end.ifPresent(last -> assertThat(span.till()).isBeforeOrEqualTo(last));
                planned.add(span);
                reached = span.till();
            }
            assertNothingWaits(reached, end, settled);
        }
        assertThat(planned.stream().mapToLong(Span::expected).sum()).isEqualTo(sum(content, START, reached));
    }

    @Property
    void aWindowIsAsLongAsItsContentAllows(
            @ForAll("ends") Optional<Instant> end,
            @ForAll("contents") NavigableMap<Instant, Integer> content,
            @ForAll @IntRange(min = 1, max = 60) int target) {
        // given
        ResourceCount count = (since, till) -> sum(content, since, till);
        Instant settled = START.plusMillis(SPAN);
        Instant limit = end.orElse(settled);

        Instant reached = START;
        for (Optional<Span> next = plan(target).next(reached, end, settled, count);
                next.isPresent();
                next = plan(target).next(reached, end, settled, count)) {
            // when
            Span span = next.get();
            Duration length = Duration.between(span.since(), span.till());

            // then it holds what was aimed at, unless it is as short as can be
            assertThat(span.expected()).isEqualTo(count.between(span.since(), span.till()));
            assertThat(span.expected() <= target || length.equals(Window.GRAIN)).isTrue();

            // and empty time is not cut up: twice as long, it would hold too much or be longer than it may
            Instant twice = span.till().plus(length).plus(Window.GRAIN);
            boolean full = count.between(span.since(), twice) > target;
            boolean longest = length.equals(LONGEST) || span.till().equals(limit);
            assertThat(full || longest).isTrue();
            assertThat(length).isLessThanOrEqualTo(LONGEST);
            reached = span.till();
        }
    }

    private static WindowPlan plan(int target) {
        return new WindowPlan(LONGEST, target, SHORTEST);
    }

    /** What has settled is planned to the end, or but for less than the shortest window. */
    private static void assertNothingWaits(Instant reached, Optional<Instant> end, Instant settled) {
        Instant limit = end.filter(last -> last.isBefore(settled)).orElse(settled.truncatedTo(ChronoUnit.MILLIS));
        if (end.filter(limit::equals).isPresent()) {
            assertThat(reached).isAfterOrEqualTo(limit);
        } else {
            assertThat(Duration.between(reached, limit)).isLessThan(SHORTEST);
        }
    }

    private static long sum(NavigableMap<Instant, Integer> content, Instant since, Instant till) {
        return content.subMap(since, till).values().stream()
                .mapToLong(Integer::longValue)
                .sum();
    }
}
