package io.fhirferry.exporter.control;

import static io.fhirferry.exporter.control.ControlLog.LOG;

import io.fhirferry.common.window.Control;
import io.fhirferry.common.window.ControlStore;
import io.fhirferry.common.window.Why;
import java.time.Clock;

/** Pauses, stops and resumes the migration. All services read the mode within seconds. */
public final class Brake {

    private final ControlStore store;
    private final Halt halt;
    private final Clock clock;

    Brake(ControlStore store, Halt halt, Clock clock) {
        this.store = store;
        this.halt = halt;
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

    /** Begins nothing new and ends what has begun. May be asked for again, to find what began in the meantime. */
    Halt.Halted stop(Why why) {
        change(Control.Mode.STOPPED, why);
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
