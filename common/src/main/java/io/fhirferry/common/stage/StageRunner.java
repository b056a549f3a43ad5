package io.fhirferry.common.stage;

import static io.fhirferry.common.stage.StageLog.LOG;

import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs a {@link Stage} on the windows that messages name: reads the row, drops what is done already, works, writes,
 * sends the next message. The caller deletes the received message only after that, so a crash anywhere repeats a step
 * and never skips one.
 */
public final class StageRunner {

    private final Stage stage;
    private final WindowStore windows;
    private final SliceStore slices;
    private final PlanStore plans;
    private final Outbox outbox;
    private final RetryPolicy retries;
    private final Duration touchEvery;
    private final String replica;
    private final Clock clock;

    /**
     * Creates a runner.
     *
     * @param touchEvery how often the row of a window is touched while it is being worked on; well below the age at
     *     which a sweep takes its message for lost
     * @param replica names this process in events
     */
    public StageRunner(
            Stage stage,
            WindowStore windows,
            SliceStore slices,
            PlanStore plans,
            Outbox outbox,
            RetryPolicy retries,
            Duration touchEvery,
            String replica,
            Clock clock) {
        this.stage = stage;
        this.windows = windows;
        this.slices = slices;
        this.plans = plans;
        this.outbox = outbox;
        this.retries = retries;
        this.touchEvery = touchEvery;
        this.replica = replica;
        this.clock = clock;
    }

    /**
     * Handles one delivery of a message.
     *
     * @param queueHeartbeat keeps the message itself alive during long work
     * @return whether the message can go or stays
     * @throws UnknownWindowException when the window has no row
     * @throws RuntimeException for passing faults; the message is to be delivered again after a pause
     */
    public Handled handle(StageMessage message, Heartbeat queueHeartbeat) {
        WindowRow row = read(message);
        if (message.generation() < row.generation()) {
            LOG.outdated(row.id(), stage.name(), message.generation(), row.generation());
            return new Handled.Finished();
        }
        Optional<WindowRow> active = activate(row);
        if (active.isEmpty()) {
            return forwardAgain(read(message));
        }
        return message.slices() == 0
                ? begin(message, active.get(), queueHeartbeat)
                : workOn(message, active.get(), queueHeartbeat);
    }

    /**
     * Fails the window of a message that was delivered too often without progress, or could not be handled at all.
     *
     * @param reason class of the last error
     */
    public void poisoned(StageMessage message, String reason) {
        LOG.poisoned(message.window(), stage.name(), reason);
        windows.find(message.window())
                .filter(row -> message.generation() >= row.generation())
                .filter(row -> belongsToStage(row.state()))
                .ifPresent(row -> fail(row, "message went to poison: " + reason, true));
    }

    private boolean belongsToStage(WindowState state) {
        return switch (state) {
            case WindowState.Active active -> active.stage() == stage.name();
            case WindowState.Waiting waiting -> waiting.next() == stage.name();
            default -> false;
        };
    }

    /** The row in this stage's active state, or empty when the window is not at this stage. */
    private Optional<WindowRow> activate(WindowRow row) {
        return switch (row.state()) {
            case WindowState.Active active when active.stage() == stage.name() -> Optional.of(row);
            case WindowState.Waiting waiting
            when waiting.next() == stage.name() ->
                switch (write(row, current -> current.moved(waiting.start(), current.account(), now()), "begun")) {
                    case Moved.Done(WindowRow moved) -> Optional.of(moved);
                    case Moved.Conflict(WindowRow current) -> activate(current);
                };
            default -> Optional.empty();
        };
    }

    /** The window has passed this stage: if the next stage has not begun, its message may be the one that was lost. */
    private Handled forwardAgain(WindowRow row) {
        LOG.alreadyPast(row.id(), stage.name(), row.state().name());
        switch (row.state()) {
            case WindowState.Waiting waiting
            when stage.name().next().equals(Optional.of(waiting.next())) ->
                outbox.send(StageMessage.start(windows.migration(), row, waiting.next()));
            case WindowState.Split split when stage.name() == StageName.EXPORT -> sendHalves(split);
            default -> {
                // Nothing to forward: another stage has it, or it has come to an end.
            }
        }
        return new Handled.Finished();
    }

    private Handled begin(StageMessage message, WindowRow row, Heartbeat heartbeat) {
        List<Slice> plan = plans.find(row, stage.name()).orElseGet(() -> stage.plan(row));
        return switch (plan.size()) {
            case 0 -> finish(row, List.of());
            case 1 -> workOn(message.forSlice(plan.getFirst(), 1), row, heartbeat);
            default -> {
                List<Slice> stored = plans.storeOnce(row, stage.name(), plan);
                Set<Integer> done = slices.doneIndexes(row, stage.name());
                stored.stream()
                        .filter(slice -> !done.contains(slice.index()))
                        .forEach(slice -> outbox.send(message.forSlice(slice, stored.size())));
                yield finishIfComplete(row, stored.size());
            }
        };
    }

    private Handled workOn(StageMessage message, WindowRow row, Heartbeat queueHeartbeat) {
        Slice slice = message.slice();
        boolean shared = message.slices() > 1;
        if (shared && slices.isDone(row, stage.name(), slice.index())) {
            return finishIfComplete(row, message.slices());
        }
        String attempt = row.attempt() + "-" + message.tries();
        Touch touch = new Touch(row);
        Heartbeat heartbeat = () -> {
            queueHeartbeat.beat();
            touch.beat();
        };
        return switch (stage.work(new Work(row, slice, attempt, message.progress(), heartbeat))) {
            case WorkResult.Done(String result)
            when shared -> {
                slices.done(row, stage.name(), slice.index(), result);
                yield finishIfComplete(row, message.slices());
            }
            case WorkResult.Done(String result) -> finish(touch.row(), List.of(result));
            case WorkResult.Wait(Instant until, String progress) -> {
                touch.beat();
                yield new Handled.Again(until, message.withProgress(progress));
            }
            case WorkResult.Fail(String reason, boolean retryable) ->
                retryable && retries.allows(message.tries() + 1)
                        ? tryAgain(message, attempt, reason)
                        : failed(touch.row(), reason, retryable);
            case WorkResult.ExportAgain(String reason) -> exportAgain(touch.row(), reason);
            case WorkResult.TooLarge(String reason) -> split(touch.row(), reason);
        };
    }

    private Handled tryAgain(StageMessage message, String attempt, String reason) {
        Duration pause = retries.pause(message.tries() + 1);
        LOG.tryingAgain(message.window(), stage.name(), message.slice().index(), attempt, reason, pause.toString());
        return new Handled.Again(now().plus(pause), message.nextTry());
    }

    private Handled finishIfComplete(WindowRow row, int count) {
        Optional<List<String>> results = slices.results(row, stage.name(), count);
        return results.isPresent() ? finish(row, results.get()) : new Handled.Finished();
    }

    private Handled finish(WindowRow row, List<String> results) {
        return switch (stage.join(row, results)) {
            case Joined.Next(WindowState next, var account) ->
                finished(write(row, current -> current.moved(next, account, now()), "done"));
            case Joined.Fail(String reason, boolean retryable) -> failed(row, reason, retryable);
            case Joined.ExportAgain(String reason) -> exportAgain(row, reason);
        };
    }

    private Handled exportAgain(WindowRow row, String reason) {
        if (!(row.state() instanceof WindowState.Copying copying) || !retries.allows(row.attempt())) {
            return failed(row, reason, true);
        }
        return finished(
                write(row, current -> current.movedAfresh(copying.exportAgain(), Account.EMPTY, now()), reason));
    }

    private Handled failed(WindowRow row, String reason, boolean retryable) {
        fail(row, reason, retryable);
        return new Handled.Finished();
    }

    private void fail(WindowRow row, String reason, boolean retryable) {
        WindowState failed =
                switch (row.state()) {
                    case WindowState.Active active -> active.failed(reason, retryable);
                    case WindowState.Waiting waiting -> waiting.failed(reason, retryable);
                    default -> row.state();
                };
        write(row, current -> current.moved(failed, current.account(), now()), reason);
    }

    private Handled split(WindowRow row, String reason) {
        if (!(row.state() instanceof WindowState.Exporting exporting)
                || !row.window().canSplit()) {
            return failed(row, reason + "; the window cannot be split further", false);
        }
        List<WindowRow> halves = row.window().halves().stream()
                .map((Window half) -> WindowRow.planned(half, row.expected() / 2, now()))
                .toList();
        WindowState.Split split =
                exporting.split(halves.getFirst().id(), halves.getLast().id());
        Moved moved = windows.split(row, row.moved(split, row.account(), now()), halves, why(reason));
        return switch (moved) {
            case Moved.Done(WindowRow done) -> {
                LOG.moved(row.id(), row.state().name(), done.state().name(), reason);
                sendHalves(split);
                yield new Handled.Finished();
            }
            case Moved.Conflict(WindowRow current) when sameBeginning(row, current) -> split(current, reason);
            case Moved.Conflict(WindowRow current) -> forwardAgain(current);
        };
    }

    private void sendHalves(WindowState.Split split) {
        for (var id : List.of(split.earlier(), split.later())) {
            windows.find(id)
                    .filter(half -> half.state() instanceof WindowState.Planned)
                    .ifPresent(half -> outbox.send(StageMessage.start(windows.migration(), half, StageName.EXPORT)));
        }
    }

    private Handled finished(Moved moved) {
        return switch (moved) {
            case Moved.Done(WindowRow row) -> {
                if (row.state() instanceof WindowState.Waiting waiting) {
                    outbox.send(StageMessage.start(windows.migration(), row, waiting.next()));
                }
                yield new Handled.Finished();
            }
            case Moved.Conflict(WindowRow current) -> forwardAgain(current);
        };
    }

    /** Writes, and writes again when the row was only touched meanwhile: that conflict is none. */
    private Moved write(WindowRow row, Function<WindowRow, WindowRow> change, String reason) {
        Moved moved = windows.move(row, change.apply(row), why(reason));
        return switch (moved) {
            case Moved.Done(WindowRow done) -> {
                LOG.moved(row.id(), row.state().name(), done.state().name(), reason);
                yield moved;
            }
            case Moved.Conflict(WindowRow current) when sameBeginning(row, current) -> write(current, change, reason);
            case Moved.Conflict conflict -> conflict;
        };
    }

    private static boolean sameBeginning(WindowRow row, WindowRow current) {
        return row.state().equals(current.state())
                && row.attempt() == current.attempt()
                && row.transitions() == current.transitions();
    }

    private WindowRow read(StageMessage message) {
        return windows.find(message.window())
                .orElseThrow(() -> new UnknownWindowException(message.migration(), message.window()));
    }

    private Why why(String reason) {
        return new Why(replica, reason);
    }

    private Instant now() {
        return clock.instant();
    }

    /** Touches the row from time to time, and knows its newest version. */
    private final class Touch {
        private WindowRow row;

        private Touch(WindowRow row) {
            this.row = row;
        }

        private void beat() {
            if (Duration.between(row.touchedAt(), now()).compareTo(touchEvery) >= 0) {
                row = windows.touch(row);
            }
        }

        private WindowRow row() {
            return row;
        }
    }
}
