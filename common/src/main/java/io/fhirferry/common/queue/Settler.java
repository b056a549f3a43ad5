package io.fhirferry.common.queue;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Settles messages on virtual threads. While the service does not answer it tries again, later and later, for as
 * long as that makes sense: a receipt stays good after its time until somebody else receives the message.
 */
final class Settler {

    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private final QueueTimer timer;
    private final ChannelHealth health;
    private final Consumer<Handling> lost;
    private final Consumer<Handling> over;

    /**
     * @param lost told when a message turns out to be somebody else's
     * @param over told when a message is settled, or given up
     */
    Settler(QueueTimer timer, ChannelHealth health, Consumer<Handling> lost, Consumer<Handling> over) {
        this.timer = timer;
        this.health = health;
        this.lost = lost;
        this.over = over;
    }

    /**
     * Settles a message, unless that was begun before.
     *
     * @param step makes the requests; called again after a {@link QueueException}
     * @return completes when the message is settled, also when it was lost; never exceptionally, since that would
     *     end the stream
     */
    CompletionStage<Void> settle(Handling handling, Runnable step) {
        if (handling.claimed().compareAndSet(false, true)) {
            timer.after(Duration.ZERO, () -> attempt(handling, step, FIRST_RETRY));
        }
        return handling.settled();
    }

    private void attempt(Handling handling, Runnable step, Duration pause) {
        try {
            step.run();
            health.succeeded();
            finish(handling);
        } catch (MessageLostException e) {
            lost.accept(handling);
            finish(handling);
        } catch (QueueException e) {
            health.failed(e);
            if (e instanceof QueueRefusedException && handling.hold().lost()) {
                lost.accept(handling);
                finish(handling);
            } else {
                Duration doubled = pause.multipliedBy(2);
                Duration next = doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled;
                timer.after(pause, () -> attempt(handling, step, next));
            }
        } catch (RuntimeException e) {
            QueueLog.LOG.strategyFailed(handling.hold().queue(), handling.hold().id(), FailureKind.of(e));
            finish(handling);
        }
    }

    private void finish(Handling handling) {
        handling.renewal().stop();
        over.accept(handling);
        handling.settled().complete(null);
    }
}
