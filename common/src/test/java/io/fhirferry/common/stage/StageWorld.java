package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.MemoryWindowStore;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowEvent;
import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Four stages with their runners, stores in memory, and queues as they are: a message stays until it is deleted with
 * the receipt of its last delivery.
 */
final class StageWorld {

    static final String MIGRATION = "m";
    static final Duration PATIENCE = Duration.ofHours(1);
    static final Duration TOUCH_EVERY = Duration.ofMinutes(5);
    static final RetryPolicy RETRIES = new RetryPolicy(2, Duration.ofMinutes(1), Duration.ofHours(1));

    /** Thousands of runs would say the same again and again. */
    private static final Logger QUIET = Logger.getLogger("io.fhirferry.stage");

    static {
        QUIET.setLevel(Level.SEVERE);
    }

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MOST_DELIVERIES = 10_000;

    final MutableClock clock = new MutableClock(Instant.parse("2026-06-01T00:00:00Z"));
    final Steps steps = new Steps();
    final MemoryWindowStore windows = new MemoryWindowStore(MIGRATION, clock, steps::pass);
    final MemorySliceStore slices = new MemorySliceStore(steps);
    final MemoryPlanStore plans = new MemoryPlanStore(steps);
    boolean open = true;

    /** Somebody closes the gate while the next beginning is being written down. */
    boolean closesInBetween;

    final List<Queued> queue = new ArrayList<>();
    final List<StageMessage> sent = new ArrayList<>();
    private final Map<StageName, ScriptedStage> stages = new EnumMap<>(StageName.class);
    private final Map<StageName, StageRunner> runners = new EnumMap<>(StageName.class);

    /** A message in the queue of its stage. */
    static final class Queued {
        StageMessage message;
        Instant due;
        int receipt;

        Queued(StageMessage message, Instant due) {
            this.message = message;
            this.due = due;
        }
    }

    /** What is compared between two runs. */
    record Outcome(
            Map<WindowId, WindowState> states, Map<WindowId, Account> accounts, Map<WindowId, Integer> attempts) {}

    StageWorld() {
        for (StageName name : StageName.values()) {
            ScriptedStage stage = new ScriptedStage(name);
            stages.put(name, stage);
            runners.put(
                    name,
                    new StageRunner(
                            stage,
                            windows,
                            slices,
                            plans,
                            this::send,
                            new Doors(),
                            RETRIES,
                            TOUCH_EVERY,
                            name.key() + "-1",
                            clock));
        }
    }

    private final class Doors implements Gate {

        @Override
        public boolean isOpen() {
            boolean answer = open;
            open &= !closesInBetween;
            return answer;
        }
    }

    ScriptedStage stage(StageName name) {
        return stages.get(name);
    }

    StageRunner runner(StageName name) {
        return runners.get(name);
    }

    synchronized void send(StageMessage message) {
        steps.pass();
        sent.add(message);
        queue.add(new Queued(message, clock.instant()));
        steps.pass();
    }

    static Window day(int number, WindowKind kind) {
        Instant since = START.plus(Duration.ofDays(number));
        return Window.of(since, since.plus(Duration.ofDays(1)), Scope.ALL, kind);
    }

    /** Plans a window and sends its first message. */
    WindowRow plan(Window window) {
        return plan(window, 9);
    }

    /** Plans a window in which the source counts so much, and sends its first message. */
    WindowRow plan(Window window, long expected) {
        WindowRow row = WindowRow.planned(window, expected, clock.instant());
        Cursor cursor = windows.cursor().orElse(Cursor.at(START, clock.instant()));
        assertThat(windows.plan(cursor, List.of(row), new Why("planner", "test")))
                .isTrue();
        WindowRow stored = windows.find(row.id()).orElseThrow();
        send(StageMessage.start(MIGRATION, stored, ((WindowState.Waiting) stored.state()).next()));
        return stored;
    }

    WindowRow row(WindowRow row) {
        return row(row.id());
    }

    WindowRow row(WindowId id) {
        return windows.windows().filter(row -> row.id().equals(id)).findFirst().orElseThrow();
    }

    /** Delivers a message once; a crash leaves it where it is. */
    void deliver(Queued queued) {
        queued.receipt++;
        int receipt = queued.receipt;
        StageMessage message = queued.message;
        try {
            Handled handled = runners.get(message.stage()).handle(message, Heartbeat.NONE);
            steps.pass();
            if (queued.receipt == receipt) {
                settle(queued, handled);
            }
        } catch (Steps.Crash e) {
            // The message was not deleted and shows again.
        }
    }

    private void settle(Queued queued, Handled handled) {
        switch (handled) {
            case Handled.Finished finished -> queue.remove(queued);
            case Handled.Again(Instant until, StageMessage next) -> {
                queued.due = until;
                queued.message = StageMessage.fromJson(next.toJson());
            }
        }
    }

    /** Delivers what is due, the oldest first, and lets time pass when nothing is, until all queues are empty. */
    void drain() {
        for (int i = 0; !queue.isEmpty(); i++) {
            assertThat(i).as("deliveries until the queues are empty").isLessThan(MOST_DELIVERIES);
            deliver(next(queued -> true).orElseThrow());
        }
    }

    /** The message that would be received next, after waiting for it. */
    Optional<Queued> next(Predicate<Queued> of) {
        Optional<Queued> next = queue.stream().filter(of).min(Comparator.comparing(queued -> queued.due));
        next.ifPresent(queued -> clock.advanceTo(queued.due));
        return next;
    }

    /** Delivers only messages of this stage until there are none. */
    void drain(StageName stage) {
        for (Optional<Queued> next = next(of(stage)); next.isPresent(); next = next(of(stage))) {
            deliver(next.get());
        }
    }

    List<StageMessage> waitingFor(StageName stage) {
        return queue.stream().filter(of(stage)).map(queued -> queued.message).toList();
    }

    static Predicate<Queued> of(StageName stage) {
        return queued -> queued.message.stage() == stage;
    }

    int sweep() {
        return new Sweep(windows, this::send, PATIENCE, "sweeper", clock)
                .sweep(windows.windows().toList());
    }

    Outcome outcome() {
        Map<WindowId, WindowState> states = new TreeMap<>();
        Map<WindowId, Account> accounts = new TreeMap<>();
        Map<WindowId, Integer> attempts = new TreeMap<>();
        windows.windows().forEach(row -> {
            states.put(row.id(), row.state());
            accounts.put(row.id(), row.account());
            attempts.put(row.id(), row.attempt());
        });
        return new Outcome(states, accounts, attempts);
    }

    /** The moves of every window; those of a sweep, which change no state, are left out. */
    Map<WindowId, List<String>> moves() {
        Map<WindowId, List<String>> moves = new TreeMap<>();
        windows.windows().forEach(row -> moves.put(row.id(), moves(row)));
        return moves;
    }

    private List<String> moves(WindowRow row) {
        List<WindowEvent> events = windows.events(row.id());
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).number()).isEqualTo(i + 1);
            assertThat(events.get(i).from())
                    .isEqualTo(i == 0 ? "" : events.get(i - 1).to());
        }
        return events.stream()
                .filter(event -> !event.from().equals(event.to()))
                .map(event -> event.from() + ">" + event.to())
                .toList();
    }
}
