package io.fhirferry.common.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Settles one message of one channel. Remembers the steps that were done, so that it can be asked again. */
final class MessageSettlement implements Settlement {

    private final Delivery delivery;
    private final MessageHold hold;
    private final RetryPolicy policy;
    private final PoisonQueue poison;
    private final List<PoisonListener> listeners;
    private final QueueMetrics metrics;
    private final Consumer<Throwable> stop;
    private boolean inPoisonQueue;

    MessageSettlement(
            Delivery delivery,
            RetryPolicy policy,
            PoisonQueue poison,
            List<PoisonListener> listeners,
            QueueMetrics metrics,
            Consumer<Throwable> stop) {
        this.delivery = delivery;
        this.hold = delivery.hold();
        this.policy = policy;
        this.poison = poison;
        this.listeners = listeners;
        this.metrics = metrics;
        this.stop = stop;
        this.inPoisonQueue = hold.envelope().mark().copied();
    }

    @Override
    public Delivery delivery() {
        return delivery;
    }

    @Override
    public RetryPolicy retryPolicy() {
        return policy;
    }

    @Override
    public void delete() {
        hold.delete();
    }

    @Override
    public void retry(Duration pause, Throwable failure) {
        String error = FailureKind.of(failure);
        hold.handOverAnyhow(envelope -> envelope.failedWith(error), pause);
        QueueLog.LOG.retried(hold.queue(), hold.id(), hold.deliveries(), error, pause);
    }

    @Override
    public void deadLetter(String reason, Throwable failure) {
        bury(new PoisonMark(reason, hold.deliveries(), false), FailureKind.of(failure));
    }

    @Override
    public void stopChannel(Throwable failure) {
        String error = FailureKind.of(failure);
        hold.handOverAnyhow(envelope -> envelope.failedWith(error), Duration.ZERO);
        stop.accept(failure);
    }

    /** Gives up a message that no handler is to see: unreadable, or delivered too often. */
    void deadLetter(String reason) {
        bury(new PoisonMark(reason, hold.deliveries(), false), hold.envelope().error());
    }

    /** Goes on with a message that is in the poison queue already, but whose listeners were not all told. */
    void deadLetterAgain() {
        bury(hold.envelope().mark(), hold.envelope().error());
    }

    private void bury(PoisonMark mark, String error) {
        Envelope grave = hold.envelope()
                .failedWith(error)
                .countedFrom(0)
                .firstSentAt(delivery.firstSeen())
                .marked(mark);
        if (!inPoisonQueue) {
            poison.put(grave, hold.id(), hold.received().text());
            inPoisonQueue = true;
        }
        Poisoned message = new Poisoned(hold.queue(), grave.body(), error, mark.reason(), mark.deliveries());
        try {
            listeners.forEach(listener -> listener.poisoned(message));
        } catch (RuntimeException e) {
            Duration pause = policy.pause(
                    Math.max(1, hold.deliveries()), ThreadLocalRandom.current().nextDouble());
            QueueLog.LOG.poisonListenerFailed(hold.queue(), hold.id(), FailureKind.of(e), pause);
            hold.handOverAnyhow(envelope -> grave.countedFrom(envelope.base()).marked(mark.asCopied()), pause);
            return;
        }
        hold.delete();
        metrics.poisoned();
        QueueLog.LOG.poisoned(
                hold.queue(),
                hold.id(),
                poison.name(),
                mark.reason(),
                mark.deliveries(),
                error.isEmpty() ? "unknown" : error);
    }
}
