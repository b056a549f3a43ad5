package io.fhirferry.common.stage;

import static io.fhirferry.common.stage.StageLog.LOG;

import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import java.util.List;

/**
 * The ways in which a window leaves a stage: moves it as the stage says, and sends the message that follows from the move.
 * When somebody else has moved it meanwhile, that counts.
 */
final class Departures {

    private final Moves moves;
    private final WindowStore windows;
    private final Outbox outbox;
    private final RetryPolicy retries;

    Departures(Moves moves, WindowStore windows, Outbox outbox, RetryPolicy retries) {
        this.moves = moves;
        this.windows = windows;
        this.outbox = outbox;
        this.retries = retries;
    }

    /** The stage is done with the window, or has given it up. */
    Handled joined(StageMessage message, WindowRow row, Joined joined) {
        return switch (joined) {
            case Joined.Next(WindowState next, Account account) ->
                moved(message, moves.to(row, next, account, message, "done"));
            case Joined.Again(WindowState.Waiting next, Account account, String reason) ->
                moved(message, moves.afresh(row, next, account, message, reason));
            case Joined.Fail(String reason, boolean retryable) -> failed(message, row, reason, retryable);
            case Joined.ExportAgain(String reason) -> exportAgain(message, row, reason);
        };
    }

    /** The stage gives up. */
    Handled failed(StageMessage message, WindowRow row, String reason, boolean retryable) {
        WindowState failed =
                switch (row.state()) {
                    case WindowState.Active active -> active.failed(reason, retryable);
                    case WindowState.Waiting waiting -> waiting.failed(reason, retryable);
                    default -> row.state();
                };
        return moved(message, moves.to(row, failed, message, reason));
    }

    /** What the source exported is not all of it. */
    Handled exportAgain(StageMessage message, WindowRow row, String reason) {
        if (!(row.state() instanceof WindowState.Copying copying)) {
            return failed(message, row, reason, true);
        }
        if (!retries.allows(row.attempt())) {
            // Failed at its export: driven again, the window needs new files, the old ones would fail again.
            WindowState failed = copying.exportAgain().failed(reason, true);
            return moved(message, moves.to(row, failed, Account.EMPTY, message, reason));
        }
        return moved(message, moves.afresh(row, copying.exportAgain(), message, reason));
    }

    /** The window is too large for the source. */
    Handled split(StageMessage message, WindowRow row, String reason) {
        return row.state() instanceof WindowState.Exporting exporting
                        && row.window().canSplit()
                ? moved(message, moves.split(row, exporting, message, reason))
                : failed(message, row, reason + "; the window cannot be split further", false);
    }

    /**
     * The window is not at this stage any more. If this message moved it, what follows from that may not have been sent.
     */
    Handled sendWhatFollows(StageMessage message, WindowRow row) {
        if (!row.movedBy().equals(message.name())) {
            LOG.dropped(row.id(), message.name(), row.state().name(), row.generation());
            return new Handled.Finished();
        }
        switch (row.state()) {
            case WindowState.Waiting waiting ->
                outbox.send(StageMessage.start(windows.migration(), row, waiting.next()));
            case WindowState.Split split -> sendHalves(split);
            default -> {
                // The window has come to an end; nothing follows.
            }
        }
        return new Handled.Finished();
    }

    private void sendHalves(WindowState.Split split) {
        for (var id : List.of(split.earlier(), split.later())) {
            windows.find(id)
                    .filter(half -> half.state() instanceof WindowState.Planned)
                    .ifPresent(half -> outbox.send(StageMessage.start(windows.migration(), half, StageName.EXPORT)));
        }
    }

    private Handled moved(StageMessage message, Moved moved) {
        return switch (moved) {
            case Moved.Done(WindowRow row) -> sendWhatFollows(message, row);
            case Moved.Conflict(WindowRow current) -> sendWhatFollows(message, current);
        };
    }
}
