package io.fhirferry.common.stage;

import static io.fhirferry.common.stage.StageLog.LOG;

import io.fhirferry.common.window.Moved;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.common.window.WindowStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a {@link Stage} on the windows that messages name: reads the row, drops what is done already, works, writes,
 * sends the next message. The caller deletes the received message only after that, so a crash anywhere repeats a step
 * and never skips one.
 *
 * <p>Each move leaves in the row the name of the message whose handling made it. The message that begins a stage owns
 * the window until the stage ends, so of two that say the same only one is worked on. The message that ends the stage
 * alone sends what follows, again if it must, and stays until it has. So nothing is lost, and messages that were sent
 * twice do not multiply from stage to stage.
 */
public final class StageRunner {

    /** While no new work may begin, a message that would begin some comes back after this time. */
    static final Duration HELD_BACK = Duration.ofSeconds(15);

    private final Stage stage;
    private final WindowStore windows;
    private final SliceStore slices;
    private final PlanStore plans;
    private final Outbox outbox;
    private final Gate gate;
    private final RetryPolicy retries;
    private final Duration touchEvery;
    private final Moves moves;
    private final Beginning beginning;
    private final Departures departures;
    private final Clock clock;

    /**
     * Creates a runner.
     *
     * @param gate holds first steps back while it is closed
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
            Gate gate,
            RetryPolicy retries,
            Duration touchEvery,
            String replica,
            Clock clock) {
        this.stage = stage;
        this.windows = windows;
        this.slices = slices;
        this.plans = plans;
        this.outbox = outbox;
        this.gate = gate;
        this.retries = retries;
        this.touchEvery = touchEvery;
        this.moves = new Moves(windows, replica, clock);
        this.beginning = new Beginning(stage, gate, moves);
        this.departures = new Departures(moves, windows, outbox, retries);
        this.clock = clock;
    }

    /**
     * Handles one delivery of a message.
     *
     * @param queueHeartbeat keeps the message itself alive during long work
     * @return whether the message can go or stays
     * @throws UnknownWindowException when the window has no row here
     * @throws UnreadableMessageException when the message is for another stage
     * @throws RuntimeException for passing faults; the message is to be delivered again after a pause
     */
    public Handled handle(StageMessage message, Heartbeat queueHeartbeat) {
        if (message.stage() != stage.name()) {
            throw new UnreadableMessageException("the message is for the queue of the stage "
                    + message.stage().key() + " and was received by "
                    + stage.name().key());
        }
        try {
            WindowRow row = read(message);
            boolean begunHere = false;
            while (isFor(row, message)) {
                if (message.progress().isEmpty() && !gate.isOpen()) {
                    return heldBack(message, row, HELD_BACK);
                }
                if (row.state() instanceof WindowState.Waiting waiting) {
                    if (stage.admits(row) instanceof Admission.NotYet notYet) {
                        return notAdmitted(message, row, notYet);
                    }
                    Moved moved = beginning.of(row, waiting, message);
                    begunHere = moved instanceof Moved.Done;
                    row = switch (moved) {
                        case Moved.Done(WindowRow begun) -> begun;
                        case Moved.Conflict(WindowRow current) -> current;
                    };
                } else {
                    return message.slices() == 0
                            ? begin(message, row, begunHere, queueHeartbeat)
                            : workOn(message, row, queueHeartbeat);
                }
            }
            return departures.sendWhatFollows(message, row);
        } catch (TakenOverException e) {
            return departures.sendWhatFollows(message, read(message));
        }
    }

    /**
     * Fails the window of a message that was delivered too often without progress, or could not be handled at all. A
     * window that is not at this stage, or has newer messages, is left alone.
     *
     * @param reason why it was given up, without a server's own words
     */
    public void poisoned(StageMessage message, String reason) {
        LOG.poisoned(message.window(), stage.name(), reason);
        if (message.stage() == stage.name() && message.migration().equals(windows.migration())) {
            windows.find(message.window())
                    .filter(row -> isFor(row, message))
                    .ifPresent(row -> departures.failed(message, row, "message went to poison: " + reason, true));
        }
    }

    /** Whether the window waits for this message: it is not out of date, and no other message has begun the stage. */
    private boolean isFor(WindowRow row, StageMessage message) {
        return message.generation() >= row.generation()
                && switch (row.state()) {
                    case WindowState.Waiting waiting -> waiting.next() == stage.name();
                    case WindowState.Active active ->
                        active.stage() == stage.name()
                                && (message.isShared() || row.movedBy().equals(message.name()));
                    default -> false;
                };
    }

    private Handled notAdmitted(StageMessage message, WindowRow row, Admission.NotYet notYet) {
        if (notYet.needsOperator()) {
            LOG.notAdmitted(row.id(), stage.name(), notYet.why());
        }
        return heldBack(message, row, notYet.pause());
    }

    /** Nothing of this message's work has begun. The window says that it waits, so that no sweep takes it for lost. */
    private Handled heldBack(StageMessage message, WindowRow row, Duration pause) {
        Instant until = clock.instant().plus(pause);
        new Pulse(windows, gate, touchEvery, row).beat(until);
        return new Handled.Again(until, message);
    }

    /**
     * Plans the stage, or finds it planned.
     *
     * @param fresh whether this handling has moved the window to the stage: nobody can have planned it before
     */
    private Handled begin(StageMessage message, WindowRow begun, boolean fresh, Heartbeat queueHeartbeat) {
        Pulse pulse = new Pulse(windows, gate, touchEvery, begun);
        Optional<List<Slice>> known = fresh ? Optional.empty() : plans.find(begun, stage.name());
        List<Slice> plan = known.orElseGet(() -> stage.plan(begun, pulse.with(queueHeartbeat, clock)));
        WindowRow row = pulse.row();
        return switch (plan.size()) {
            case 0 -> finish(message, row, List.of(), queueHeartbeat);
            case 1 -> workOn(message.forSlice(plan.getFirst(), 1), row, queueHeartbeat);
            default -> {
                List<Slice> stored = plans.storeOnce(row, stage.name(), numbered(plan));
                Set<Integer> done = slices.doneIndexes(row, stage.name());
                stored.stream()
                        .filter(slice -> !done.contains(slice.index()))
                        .forEach(slice -> outbox.send(message.forSlice(slice, stored.size())));
                yield finishIfComplete(message, row, stored.size(), queueHeartbeat);
            }
        };
    }

    /** Slices with other numbers would never be complete, and nobody would notice. */
    private List<Slice> numbered(List<Slice> plan) {
        for (int i = 0; i < plan.size(); i++) {
            if (plan.get(i).index() != i) {
                throw new IllegalStateException("The plan of the stage "
                        + stage.name().key() + " has slice " + plan.get(i).index() + " in place " + i);
            }
        }
        return plan;
    }

    private Handled workOn(StageMessage message, WindowRow row, Heartbeat queueHeartbeat) {
        Slice slice = message.slice();
        boolean shared = message.isShared();
        if (shared && slices.isDone(row, stage.name(), slice.index())) {
            return finishIfComplete(message, row, message.slices(), queueHeartbeat);
        }
        String attempt = row.attempt() + "-" + message.tries();
        Pulse pulse = new Pulse(windows, gate, touchEvery, row);
        Heartbeat heartbeat = pulse.with(queueHeartbeat, clock);
        return switch (stage.work(new Work(row, slice, attempt, message.progress(), heartbeat))) {
            case WorkResult.Done(String result)
            when shared -> {
                slices.done(row, stage.name(), slice.index(), result);
                // Slices may be too short for a heartbeat; the window lives all the same.
                pulse.beat(clock.instant());
                yield finishIfComplete(message, pulse.row(), message.slices(), queueHeartbeat);
            }
            case WorkResult.Done(String result) -> finish(message, pulse.row(), List.of(result), queueHeartbeat);
            case WorkResult.Wait(Instant until, String progress) -> {
                pulse.beat(until);
                yield new Handled.Again(until, message.withProgress(progress));
            }
            case WorkResult.Fail(String reason, boolean retryable)
            when retryable && retries.allows(message.tries() + 1) -> {
                Duration pause = retries.pause(message.tries() + 1);
                Instant until = clock.instant().plus(pause);
                LOG.tryingAgain(row.id(), stage.name(), slice.index(), attempt, reason, pause.toString());
                pulse.beat(until);
                yield new Handled.Again(until, message.nextTry());
            }
            case WorkResult.Fail(String reason, boolean retryable) ->
                departures.failed(message, pulse.row(), reason, retryable);
            case WorkResult.ExportAgain(String reason) -> departures.exportAgain(message, pulse.row(), reason);
            case WorkResult.TooLarge(String reason) -> departures.split(message, pulse.row(), reason);
        };
    }

    private Handled finishIfComplete(StageMessage message, WindowRow row, int count, Heartbeat queueHeartbeat) {
        Optional<List<String>> results = slices.results(row, stage.name(), count);
        return results.isPresent() ? finish(message, row, results.get(), queueHeartbeat) : new Handled.Finished();
    }

    private Handled finish(StageMessage message, WindowRow worked, List<String> results, Heartbeat queueHeartbeat) {
        Pulse pulse = new Pulse(windows, gate, touchEvery, worked);
        Joined joined = stage.join(worked, results, pulse.with(queueHeartbeat, clock));
        return departures.joined(message, pulse.row(), joined);
    }

    private WindowRow read(StageMessage message) {
        return Optional.of(message.window())
                .filter(window -> message.migration().equals(windows.migration()))
                .flatMap(windows::find)
                .orElseThrow(() -> new UnknownWindowException(message.migration(), message.window()));
    }
}
