package io.fhirferry.common.queue;

import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;

/**
 * Polls one queue, one request at a time, as often as {@link PollPace} says and only while there is room for what
 * may come, and {@link Appetite} for it.
 */
final class Poller {

    /** What a poll function returns when the service did not answer. */
    static final int FAILED = -1;

    private enum State {
        /** Waits for the timer. */
        SCHEDULED,
        /** A request is under way. */
        RUNNING,
        /** There is no room; {@link #roomGrew} goes on. */
        FULL,
        STOPPED
    }

    private final QueueTimer timer;
    private final PollPace pace;
    private final Clock clock;
    private final IntSupplier room;
    private final Appetite appetite;
    private final IntUnaryOperator poll;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private State state = State.FULL;
    private Instant due = Instant.EPOCH;
    private boolean woken;
    /** Whether less was asked for than there was room for. */
    private boolean modest;

    private Cancellable scheduled = () -> {};

    /**
     * @param room how many messages may be received now
     * @param appetite of those who handle them
     * @param poll receives at most that many and says how many came, or {@link #FAILED}
     */
    Poller(QueueTimer timer, PollPace pace, Clock clock, IntSupplier room, Appetite appetite, IntUnaryOperator poll) {
        this.timer = timer;
        this.pace = pace;
        this.clock = clock;
        this.room = room;
        this.appetite = appetite;
        this.poll = poll;
    }

    /** There may be more room than before. */
    void roomGrew() {
        lock.lock();
        try {
            if (state == State.FULL && room.getAsInt() > 0) {
                schedule(Duration.between(clock.instant(), due));
            }
        } finally {
            lock.unlock();
        }
    }

    /** A message is known to have been sent: poll now instead of at the end of the pause. */
    void wakeUp() {
        lock.lock();
        try {
            pace.woken();
            due = clock.instant();
            if (state == State.SCHEDULED) {
                scheduled.cancel();
                schedule(Duration.ZERO);
            } else if (state == State.RUNNING) {
                woken = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Never polls again. A request that is under way may still bring messages: the result completes after that. */
    CompletableFuture<Void> stop() {
        lock.lock();
        try {
            boolean running = state == State.RUNNING;
            scheduled.cancel();
            if (!running && state != State.STOPPED) {
                quiet.complete(null);
            }
            state = State.STOPPED;
            return quiet;
        } finally {
            lock.unlock();
        }
    }

    private void schedule(Duration delay) {
        state = State.SCHEDULED;
        scheduled = timer.after(delay, this::run);
    }

    private void run() {
        int asked = begin();
        if (asked > 0) {
            int received = FAILED;
            try {
                received = poll.applyAsInt(asked);
            } finally {
                end(asked, received);
            }
        }
    }

    private int begin() {
        lock.lock();
        try {
            if (state != State.SCHEDULED) {
                return 0;
            }
            int most = room.getAsInt();
            int asked = Math.min(most, appetite.more());
            if (most <= 0) {
                state = State.FULL;
            } else if (asked <= 0) {
                schedule(pace.shortest());
            } else {
                state = State.RUNNING;
                modest = asked < most;
            }
            return asked;
        } finally {
            lock.unlock();
        }
    }

    private void end(int asked, int received) {
        lock.lock();
        try {
            Duration pause = received == FAILED ? pace.failed() : pace.polled(asked, received);
            if (modest && pause.isZero()) {
                // Those who handle messages say what they still want once they have begun with these.
                pause = pace.shortest();
            }
            if (woken && received != FAILED) {
                pause = Duration.ZERO;
            }
            woken = false;
            due = clock.instant().plus(pause);
            if (state == State.RUNNING) {
                state = State.FULL;
                roomGrew();
            } else {
                quiet.complete(null);
            }
        } finally {
            lock.unlock();
        }
    }
}
