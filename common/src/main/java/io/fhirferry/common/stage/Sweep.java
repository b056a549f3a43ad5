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
 */
public final class Sweep {

    private final WindowStore windows;
    private final Outbox outbox;
    private final Duration patience;
    private final String replica;
    private final Clock clock;

    /**
     * Creates a sweep.
     *
     * @param patience how old a row may get before its message counts as lost; a multiple of the longest pause between
     *     two touches
     */
    public Sweep(WindowStore windows, Outbox outbox, Duration patience, String replica, Clock clock) {
        this.windows = windows;
        this.outbox = outbox;
        this.patience = patience;
        this.replica = replica;
        this.clock = clock;
    }

    /**
     * Looks at all windows once.
     *
     * @param rows as just read from the store
     * @return how many messages were sent again
     */
    public int sweep(List<WindowRow> rows) {
        Instant deadline = clock.instant().minus(patience);
        return (int) rows.stream()
                .filter(row -> row.touchedAt().isBefore(deadline))
                .filter(this::sendAgain)
                .count();
    }

    private boolean sendAgain(WindowRow row) {
        Optional<StageName> stage = stageOf(row.state());
        if (stage.isEmpty()) {
            return false;
        }
        Why why = new Why(replica, "no sign of life since " + row.touchedAt() + ", message sent again");
        return switch (windows.move(row, row.nextGeneration(clock.instant()), why)) {
            case Moved.Done(WindowRow fresh) -> {
                LOG.resent(row.id(), stage.get(), row.touchedAt().toString());
                outbox.send(StageMessage.start(windows.migration(), fresh, stage.get()));
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
