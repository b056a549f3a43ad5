package io.fhirferry.common.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    private static Window lasting(long millis) {
        return Window.of(SINCE, SINCE.plusMillis(millis), Scope.ALL, WindowKind.TILE);
    }

    @Test
    void theIdTellsWhatTheWindowIs() {
        assertThat(Window.of(SINCE, Instant.parse("2026-02-01T00:00:00.5Z"), Scope.of("Patient"), WindowKind.TILE)
                        .id()
                        .value())
                .isEqualTo("20260101T000000000-20260201T000000500-Patient-tile");
    }

    @Test
    void theBeginningIsOwnedAndTheEndIsNot() {
        Window window = lasting(1000);

        assertThat(window.owns(SINCE)).isTrue();
        assertThat(window.owns(SINCE.minusNanos(1))).isFalse();
        assertThat(window.owns(SINCE.plusMillis(1000))).isFalse();
    }

    @Test
    void datesAreCutToMillisecondsBeforeTheyAreCompared() {
        assertThat(lasting(1000).owns(SINCE.plusMillis(999).plusNanos(999_999))).isTrue();
    }

    @Test
    void aWindowThatDoesNotEndAfterItBeginsIsRefused() {
        assertThatThrownBy(() -> lasting(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWindowOfOneMillisecondCannotBeSplit() {
        assertThat(lasting(1).canSplit()).isFalse();
        assertThatThrownBy(() -> lasting(1).halves()).isInstanceOf(IllegalStateException.class);
    }

    @Property
    void halvesTileTheirWindowAndEachInstantHasOneOwner(
            @ForAll @LongRange(min = 2, max = 40_000_000_000L) long millis, @ForAll @LongRange(min = 0) long seed) {
        Window window = lasting(millis);
        Window earlier = window.halves().getFirst();
        Window later = window.halves().getLast();
        Instant instant = SINCE.plusMillis(seed % millis);

        assertThat(earlier.since()).isEqualTo(window.since());
        assertThat(earlier.till()).isEqualTo(later.since());
        assertThat(later.till()).isEqualTo(window.till());
        assertThat(earlier.owns(instant)).isNotEqualTo(later.owns(instant));
    }
}
