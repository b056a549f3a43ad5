package io.fhirferry.common.stage;

import io.fhirferry.common.window.Control;
import io.fhirferry.common.window.Hours;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Open while no operator has paused the migration and its hours are on. Asks the table at most every few seconds. */
public final class ControlGate implements Gate {

    /** How long what was read is believed, so that many messages cost one request. */
    public static final Duration BELIEVED = Duration.ofSeconds(3);

    private final Supplier<Control> control;
    private final Hours hours;
    private final Clock clock;
    private final AtomicReference<Read> last = new AtomicReference<>(new Read(Control.NONE, Instant.MIN));

    private record Read(Control control, Instant until) {}

    /**
     * A gate.
     *
     * @param control reads what operators want now
     * @param hours in which work may begin
     */
    public ControlGate(Supplier<Control> control, Hours hours, Clock clock) {
        this.control = control;
        this.hours = hours;
        this.clock = clock;
    }

    @Override
    public boolean isOpen() {
        Instant now = clock.instant();
        return hours.contains(now) && control(now).mayBegin();
    }

    private Control control(Instant now) {
        Read known = last.get();
        return now.isBefore(known.until()) ? known.control() : read(now);
    }

    private Control read(Instant now) {
        // Several may read at once; all of them read the truth.
        Read read = new Read(control.get(), now.plus(BELIEVED));
        last.set(read);
        return read.control();
    }
}
