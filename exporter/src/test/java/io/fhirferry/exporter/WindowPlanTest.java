package io.fhirferry.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WindowPlanTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(100));
    private static final WindowPlan PLAN = new WindowPlan(Duration.ofDays(30), 1000, Duration.ofMinutes(5));
    private static final ResourceCount NOTHING = (since, till) -> 0;

    @Test
    void anEmptySpanIsAsLongAsAWindowMayBe() {
        assertThat(PLAN.next(START, Optional.of(END), END, NOTHING))
                .contains(new Span(START, START.plus(Duration.ofDays(30)), 0));
    }

    @Test
    void theLastWindowEndsAtTheEnd() {
        Instant planned = END.minusMillis(1);

        assertThat(PLAN.next(planned, Optional.of(END), END, NOTHING)).contains(new Span(planned, END, 0));
        assertThat(PLAN.next(END, Optional.of(END), END.plusSeconds(99), NOTHING))
                .isEmpty();
    }

    @Test
    void nothingIsPlannedBeyondWhatHasSettledAtTheSource() {
        Instant settled = START.plus(Duration.ofDays(10)).plusNanos(123_456);

        assertThat(PLAN.next(START, Optional.empty(), settled, NOTHING)
                        .orElseThrow()
                        .till())
                .isEqualTo(START.plus(Duration.ofDays(10)));
    }

    @Test
    void aSourceInUseIsFollowedInWindowsOfSomeLength() {
        assertThat(PLAN.next(START, Optional.of(END), START.plusSeconds(299), NOTHING))
                .isEmpty();
        assertThat(PLAN.next(START, Optional.of(END), START.plusSeconds(300), NOTHING))
                .isPresent();
    }

    @Test
    void aCrowdedSpanIsHalvedUntilItFits() {
        ResourceCount perDay =
                (since, till) -> 100 * Duration.between(since, till).toDays();

        assertThat(PLAN.next(START, Optional.of(END), END, perDay).orElseThrow())
                .isEqualTo(new Span(START, START.plus(Duration.ofHours(180)), 700));
    }

    @Test
    void aMillisecondIsNotHalvedHoweverCrowded() {
        ResourceCount crowded = (since, till) -> 5000;

        assertThat(PLAN.next(START, Optional.of(END), END, crowded))
                .contains(new Span(START, START.plusMillis(1), 5000));
    }

    @Property
    void windowsTileTheMigrationWithoutGapOrOverlapAndEachResourceIsCountedOnce(
            @ForAll @Size(max = 60) List<@LongRange(max = 8_639_999_999L) Long> offsets,
            @ForAll @IntRange(min = 1, max = 20) int target) {
        TreeSet<Long> dates = new TreeSet<>(offsets);
        ResourceCount count = (since, till) -> dates.subSet(
                        since.toEpochMilli() - START.toEpochMilli(), till.toEpochMilli() - START.toEpochMilli())
                .size();
        WindowPlan plan = new WindowPlan(Duration.ofDays(30), target, Duration.ofMinutes(5));

        Instant planned = START;
        long counted = 0;
        while (planned.isBefore(END)) {
            Span span = plan.next(planned, Optional.of(END), END, count).orElseThrow();
            assertThat(span.since()).isEqualTo(planned);
            assertThat(span.till()).isAfter(planned).isBeforeOrEqualTo(END);
            counted += span.expected();
            planned = span.till();
        }

        assertThat(planned).isEqualTo(END);
        assertThat(counted).isEqualTo(dates.size());
    }
}
