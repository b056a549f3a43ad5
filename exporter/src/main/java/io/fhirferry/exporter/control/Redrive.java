package io.fhirferry.exporter.control;

import static io.fhirferry.exporter.control.ControlLog.LOG;

import io.fhirferry.common.stage.Outbox;
import io.fhirferry.common.stage.StageMessage;
import io.fhirferry.common.window.Census;
import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Drives failed and mismatched windows once more: under a new attempt, so that outputs and jobs get new names, and a new
 * generation, so that messages of the old one are dropped.
 */
public final class Redrive {

    private final WindowStore windows;
    private final OperatorMoves moves;
    private final Outbox outbox;
    private final Clock clock;

    public Redrive(WindowStore windows, Outbox outbox, Clock clock) {
        this.windows = windows;
        this.moves = new OperatorMoves(windows);
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Drives a window again from the stage that failed; one that was found different is verified again. */
    Outcome redrive(WindowId id, Why why) {
        return windows.find(id).map(row -> redrive(row, why)).orElseGet(() -> new Outcome.NoSuchWindow(id));
    }

    /** Drives a window again from this stage. */
    Outcome redriveFrom(WindowId id, StageName stage, Why why) {
        return windows.find(id).map(row -> redriveFrom(row, stage, why)).orElseGet(() -> new Outcome.NoSuchWindow(id));
    }

    /** Drives every failed window again from the stage that failed; what came of each, in the order of their ids. */
    List<Outcome> redriveFailed(Why why) {
        List<WindowRow> all = windows.outlines().toList();
        List<WindowRow> failed = windows.open()
                .filter(row -> row.state() instanceof WindowState.Failed)
                .filter(row -> !Census.isOutdated(row, all))
                .toList();
        return failed.stream().map(row -> redrive(row, why)).toList();
    }

    private Outcome redrive(WindowRow row, Why why) {
        return row.state() instanceof WindowState.Redrivable redrivable
                ? redriveFrom(row, redrivable.redriven(), why)
                : standsElsewhere(row);
    }

    private Outcome redriveFrom(WindowRow row, StageName stage, Why why) {
        if (!(row.state() instanceof WindowState.Redrivable redrivable)) {
            return standsElsewhere(row);
        }
        Optional<WindowState.Waiting> begin =
                row.window().kind().has(stage) ? redrivable.redriveFrom(stage) : Optional.empty();
        return begin.map(state -> begin(row, state, why)).orElseGet(() -> cannotBegin(row, redrivable, stage));
    }

    private Outcome begin(WindowRow row, WindowState.Waiting state, Why why) {
        StageName stage = state.next();
        Moved moved = moves.move(
                row, current -> current.movedAfresh(state, current.account().before(stage), clock.instant()), why);
        return switch (moved) {
            case Moved.Done(WindowRow begun) -> {
                LOG.redriven(begun.id(), stage, begun.attempt());
                // Should this fail, the sweep finds the window and sends its message.
                outbox.send(StageMessage.start(windows.migration(), begun, stage));
                yield new Outcome.Redriven(begun.id(), stage, begun.attempt());
            }
            case Moved.Conflict(WindowRow current) -> standsElsewhere(current);
        };
    }

    private static Outcome standsElsewhere(WindowRow row) {
        return new Outcome.Refused("Window " + row.id() + " is " + row.state().name()
                + ": only a window that is FAILED or MISMATCHED can be driven again.");
    }

    private static Outcome cannotBegin(WindowRow row, WindowState.Redrivable state, StageName stage) {
        List<String> possible = Arrays.stream(StageName.values())
                .filter(each -> row.window().kind().has(each))
                .filter(each -> state.redriveFrom(each).isPresent())
                .map(StageName::key)
                .toList();
        return new Outcome.Refused(
                "Window " + row.id() + " is " + state.name() + " and cannot begin again at the stage " + stage.key()
                        + "; it can at: " + String.join(", ", possible) + ".");
    }
}
