package io.fhirferry.common.stage;

import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shows signs of life in a window's row while a message of it is handled, and notices there when somebody else has
 * moved the window on.
 */
final class Pulse {

    private final WindowStore windows;
    private final Gate gate;
    private final Duration every;
    private final ReentrantLock beating = new ReentrantLock();
    private volatile WindowRow row;

    Pulse(WindowStore windows, Gate gate, Duration every, WindowRow row) {
        this.windows = windows;
        this.gate = gate;
        this.every = every;
        this.row = row;
    }

    /**
     * Touches the row when the last sign is old enough.
     *
     * @param alive now, or until when nothing will be heard
     * @throws TakenOverException when the row has made a move since this handling began
     */
    void beat(Instant alive) {
        // Whoever comes while another thread touches the row has nothing to add.
        if (!isDue(alive) || !beating.tryLock()) {
            return;
        }
        try {
            if (isDue(alive)) {
                WindowRow current = windows.touch(row, alive);
                requireSameMove(current);
                row = current;
            }
        } finally {
            beating.unlock();
        }
    }

    /**
     * Makes sure that nobody has ended the work. Who stops a migration closes the gate, lets every service notice, moves the
     * windows and looks for jobs then. So while the gate is open, a job whose intent is stored will be seen; and when it is
     * closed, the row tells, however lately it was touched.
     *
     * @throws TakenOverException when the gate is closed and the row has made a move since this handling began
     */
    void confirm() {
        if (gate.isOpen()) {
            return;
        }
        WindowRow current = windows.find(row.id()).orElseThrow(() -> new TakenOverException(row.id(), "gone"));
        requireSameMove(current);
    }

    /** The newest version known, always of the move that this handling began with. */
    WindowRow row() {
        return row;
    }

    /** Signs of life in the queue and in the row. */
    Heartbeat with(Heartbeat queue, Clock clock) {
        return new Heartbeat() {
            @Override
            public void beat() {
                queue.beat();
                Pulse.this.beat(clock.instant());
            }

            @Override
            public void confirm() {
                Pulse.this.confirm();
            }

            @Override
            public Duration remaining() {
                return queue.remaining();
            }
        };
    }

    private void requireSameMove(WindowRow current) {
        if (!current.sameMoveAs(row)) {
            throw new TakenOverException(row.id(), current.state().name());
        }
    }

    private boolean isDue(Instant alive) {
        return Duration.between(row.touchedAt(), alive).compareTo(every) >= 0;
    }
}
