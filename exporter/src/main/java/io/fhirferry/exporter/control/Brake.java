package io.fhirferry.exporter.control;

import static io.fhirferry.exporter.control.ControlLog.LOG;

import io.fhirferry.common.fhir.Pause;
import io.fhirferry.common.stage.ControlGate;
import io.fhirferry.common.window.Control;
import io.fhirferry.common.window.ControlStore;
import io.fhirferry.common.window.Why;
import java.time.Clock;

/** Pauses, stops and resumes the migration. All services read the mode within {@link ControlGate#BELIEVED}. */
public final class Brake {

    private final ControlStore store;
    private final Halt halt;
    private final Pause pause;
    private final Clock clock;

    /**
     * Brakes a migration.
     *
     * @param pause lets the time pass until every service knows
     */
    Brake(ControlStore store, Halt halt, Pause pause, Clock clock) {
        this.store = store;
        this.halt = halt;
        this.pause = pause;
        this.clock = clock;
    }

    /** Lets what has begun come to its end, and begins nothing new. */
    Control pause(Why why) {
        return change(Control.Mode.PAUSED, why);
    }

    /** Lets work begin again. */
    Control resume(Why why) {
        return change(Control.Mode.RUNNING, why);
    }

    /**
     * Begins nothing new and ends what has begun. Before that every service gets the time to read the mode anew, so that
     * what goes back here is not begun again. May be asked for again, to cancel what a server did not let go.
     */
    Halt.Halted stop(Why why) {
        change(Control.Mode.STOPPED, why);
        try {
            pause.take(ControlGate.BELIEVED);
        } catch (InterruptedException e) {
            // This service ends. What has begun is ended all the same, and later once more if it is asked for again.
            Thread.currentThread().interrupt();
        }
        return halt.halt(why);
    }

    /** What is wanted now. */
    Control standing() {
        return store.read();
    }

    private Control change(Control.Mode mode, Why why) {
        Control read = store.read();
        // Asked for again, it is done already: the first who asked stays named.
        while (read.mode() != mode) {
            if (store.write(read.changed(mode, why, clock.instant()))) {
                LOG.changed(mode.key(), why.by());
            }
            read = store.read();
        }
        return read;
    }
}
