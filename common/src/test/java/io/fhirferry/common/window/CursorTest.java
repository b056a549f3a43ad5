package io.fhirferry.common.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CursorTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    @Test
    void aMigrationBeginsWithNothingPlanned() {
        assertThat(Cursor.at(START, NOW)).isEqualTo(new Cursor(START, START, NOW, ""));
    }

    @Test
    void planningMovesTheEndAndKeepsTheRest() {
        Cursor read = new Cursor(START, START, NOW, "v7");

        assertThat(read.advancedTo(START.plusSeconds(9))).isEqualTo(new Cursor(START, START.plusSeconds(9), NOW, "v7"));
        assertThat(read.advancedTo(START)).isEqualTo(read);
    }

    @Test
    void thePlannerNeverGoesBack() {
        Cursor planned = Cursor.at(START, NOW).advancedTo(START.plusSeconds(9));

        assertThatThrownBy(() -> planned.advancedTo(START.plusSeconds(8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not go back");
    }
}
