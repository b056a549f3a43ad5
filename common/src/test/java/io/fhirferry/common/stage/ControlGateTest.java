package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.window.Control;
import io.fhirferry.common.window.Hours;
import io.fhirferry.common.window.MemoryControlStore;
import io.fhirferry.common.window.Why;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ControlGateTest {

    /** A Monday. */
    private final MutableClock clock = new MutableClock(Instant.parse("2026-06-01T12:00:00Z"));

    private final MemoryControlStore store = new MemoryControlStore();

    private void change(Control.Mode mode) {
        assertThat(store.write(store.read().changed(mode, new Why("alice", "because"), clock.instant())))
                .isTrue();
    }

    @Test
    void isOpenUntilSomebodyPausesOrStops() {
        Gate gate = new ControlGate(store::read, Hours.always(), clock);
        assertThat(gate.isOpen()).isTrue();

        change(Control.Mode.PAUSED);
        clock.advance(ControlGate.BELIEVED);
        assertThat(gate.isOpen()).isFalse();

        change(Control.Mode.STOPPED);
        clock.advance(ControlGate.BELIEVED);
        assertThat(gate.isOpen()).isFalse();

        change(Control.Mode.RUNNING);
        clock.advance(ControlGate.BELIEVED);
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void believesWhatItReadForAFewSeconds() {
        Gate gate = new ControlGate(store::read, Hours.always(), clock);
        for (int i = 0; i < 100; i++) {
            gate.isOpen();
        }

        assertThat(store.reads()).isEqualTo(1);

        clock.advance(ControlGate.BELIEVED);
        gate.isOpen();
        assertThat(store.reads()).isEqualTo(2);
    }

    @Test
    void closesAndOpensWithItsHours() {
        Gate gate = new ControlGate(store::read, Hours.parse("Mon-Fri 19:00-06:00", ZoneOffset.UTC), clock);
        assertThat(gate.isOpen()).isFalse();

        clock.advance(Duration.ofHours(7));
        assertThat(gate.isOpen()).isTrue();

        clock.advance(Duration.ofHours(11));
        assertThat(gate.isOpen()).isFalse();
    }

    @Test
    void hoursDoNotOpenWhatSomebodyHasPaused() {
        change(Control.Mode.PAUSED);
        clock.advance(Duration.ofHours(7));

        assertThat(new ControlGate(store::read, Hours.parse("Mon 19:00-24:00", ZoneOffset.UTC), clock).isOpen())
                .isFalse();
    }
}
