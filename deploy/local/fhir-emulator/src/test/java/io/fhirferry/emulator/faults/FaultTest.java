package io.fhirferry.emulator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultTest {

    @Test
    void strikesOnceUnlessToldOtherwise() {
        assertThat(strikes(spec(Optional.empty(), 0, 1.0), 3)).containsExactly(true, false, false);
    }

    @Test
    void letsTheFirstPassAndThenStrikesAsOftenAsOrdered() {
        Fault fault = new Fault(spec(Optional.of(2), 1, 1.0));

        assertThat(strikes(fault, 5)).containsExactly(false, true, true, false, false);
        assertThat(fault.hits()).isEqualTo(2);
    }

    @Test
    void withMinusOneItNeverEnds() {
        assertThat(strikes(spec(Optional.of(-1), 0, 1.0), 100)).doesNotContain(false);
    }

    @Test
    void aProbabilityStrikesAboutSoOftenAndTheSameEachTime() {
        List<Boolean> strikes = strikes(spec(Optional.of(-1), 0, 0.3), 1000);

        assertThat(strikes.stream().filter(strike -> strike).count()).isBetween(250L, 350L);
        assertThat(strikes(spec(Optional.of(-1), 0, 0.3), 1000)).isEqualTo(strikes);
    }

    @Test
    void matchesByMethodAndByAnyPartOfPathAndQuery() {
        Fault fault = new Fault(spec(Optional.empty(), 0, 1.0));

        assertThat(fault.matches("GET", "/$export?_type=Patient")).isTrue();
        assertThat(fault.matches("get", "/$export")).isTrue();
        assertThat(fault.matches("POST", "/$export")).isFalse();
        assertThat(fault.matches("GET", "/Patient")).isFalse();
    }

    @Test
    void aLimitLetsInAgainWhoeverComesAfterOneLeft() {
        Fault fault = new Fault(new FaultSpec(
                FaultKind.CONCURRENCY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(1),
                Optional.empty(),
                Optional.empty()));

        assertThat(fault.enter()).isTrue();
        assertThat(fault.enter()).isFalse();
        fault.leave();
        assertThat(fault.enter()).isTrue();
        assertThat(fault.hits()).isEqualTo(1);
    }

    private static List<Boolean> strikes(FaultSpec spec, int times) {
        return strikes(new Fault(spec), times);
    }

    private static List<Boolean> strikes(Fault fault, int times) {
        return IntStream.range(0, times).mapToObj(i -> fault.fires()).toList();
    }

    private static FaultSpec spec(Optional<Integer> times, int after, double probability) {
        return new FaultSpec(
                FaultKind.THROTTLE,
                Optional.of("GET"),
                Optional.of("\\$export"),
                times,
                Optional.of(after),
                Optional.of(probability),
                Optional.of(7L),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
