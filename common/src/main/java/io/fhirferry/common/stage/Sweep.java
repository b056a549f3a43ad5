package io.fhirferry.common.stage;

import static io.fhirferry.common.stage.StageLog.LOG;

import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds windows that nobody has touched for too long, takes their message for lost, and sends it again under a new
 * generation: should the old one still turn up, it is dropped.
 *
 * <p>A message may also only be late, at the end of a long queue. The new one then stands behind it in the queue, so
 * patience doubles with each generation; otherwise a queue longer than the patience would drop all that it holds.
 */
public final class Sweep {

    private static final int MOST_DOUBLINGS = 10;

    private final WindowStore windows;
    private final Outbox outbox;
    private final Duration patience;
    private final String replica;
    private final Clock clock;

    /**
     * Creates a sweep.
     *
     * @param patience how old a row may get before its message counts as lost for the first time; a multiple of the
     *     longest pause between two touches
     */
    public Sweep(WindowStore windows, Outbox outbox, Duration patience, String replica, Clock clock) {
        this.windows = windows;
        this.outbox = outbox;
        this.patience = patience;
        this.replica = replica;
        this.clock = clock;
    }

    /**
     * Looks at windows once.
     *
     * @param rows as just read from the store; those that are not open are passed over
     * @return how many messages were sent again
     * @throws RuntimeException when something could not be written or sent, after all other rows were looked at; what
     *     was missed is found by a later sweep
     */
    public int sweep(List<WindowRow> rows) {
        int sent = 0;
        RuntimeException failure = null;
        for (WindowRow row : rows) {
            try {
                sent += isStill(row) && sendAgain(row) ? 1 : 0;
            } catch (RuntimeException e) {
                failure = first(failure, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return sent;
    }

    private static RuntimeException first(RuntimeException failure, RuntimeException next) {
        if (failure == null) {
            return next;
        }
        if (failure != next) {
            failure.addSuppressed(next);
        }
        return failure;
    }

    private boolean isStill(WindowRow row) {
        int doublings = Math.min(row.generation(), MOST_DOUBLINGS);
        Instant deadline = clock.instant().minus(patience.multipliedBy(1L << doublings));
        return row.touchedAt().isBefore(deadline);
    }

    private boolean sendAgain(WindowRow row) {
        Optional<StageName> stage = stageOf(row.state());
        if (stage.isEmpty()) {
            return false;
        }
        Why why = new Why(replica, "no sign of life since " + row.touchedAt() + ", message sent again");
        WindowRow next = row.nextGeneration(clock.instant());
        StageMessage message = StageMessage.start(windows.migration(), next, stage.get());
        return switch (windows.move(row, next.by(message.name()), why)) {
            case Moved.Done done -> {
                LOG.resent(row.id(), stage.get(), row.touchedAt().toString());
                outbox.send(message);
                yield true;
            }
            case Moved.Conflict conflict -> false;
        };
    }

    private static Optional<StageName> stageOf(WindowState state) {
        return switch (state) {
            case WindowState.Active active -> Optional.of(active.stage());
            case WindowState.Waiting waiting -> Optional.of(waiting.next());
            default -> Optional.empty();
        };
    }
}
