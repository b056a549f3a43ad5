package io.fhirferry.common.stage;

import io.fhirferry.common.window.Control;
import io.fhirferry.common.window.ControlStore;
import io.fhirferry.common.window.Hours;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Open while no operator has paused the migration and its hours are on. Asks the table at most every few seconds. */
public final class ControlGate implements Gate {

    /** How long what was read is believed, so that many messages cost one request. */
    public static final Duration BELIEVED = Duration.ofSeconds(3);

    private final ControlStore store;
    private final Hours hours;
    private final Clock clock;
    private final AtomicReference<Read> last = new AtomicReference<>(new Read(Control.NONE, Instant.MIN));

    private record Read(Control control, Instant until) {}

    public ControlGate(ControlStore store, Hours hours, Clock clock) {
        this.store = store;
        this.hours = hours;
        this.clock = clock;
    }

    @Override
    public boolean isOpen() {
        Instant now = clock.instant();
        return hours.contains(now) && control(now).mayBegin();
    }

    @Override
    public boolean isStillOpen() {
        Instant now = clock.instant();
        return hours.contains(now) && read(now).mayBegin();
    }

    private Control control(Instant now) {
        Read known = last.get();
        return now.isBefore(known.until()) ? known.control() : read(now);
    }

    private Control read(Instant now) {
        // Several may read at once; all of them read the truth.
        Read read = new Read(store.read(), now.plus(BELIEVED));
        last.set(read);
        return read.control();
    }
}
