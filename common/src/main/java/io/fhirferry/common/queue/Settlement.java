package io.fhirferry.common.queue;

import java.time.Duration;

/**
 * What a strategy can do with a message whose handler has ended. Each method makes its requests at once and blocks;
 * a {@link QueueException} that it throws is left to the channel, which calls the strategy again while that makes
 * sense.
 */
public interface Settlement {

    /** The delivery that is to be settled. */
    Delivery delivery();

    /** When to try a failed message again on this channel, and how often. */
    RetryPolicy retryPolicy();

    /** Deletes the message. */
    void delete();

    /**
     * Hides the message and has it delivered again, with the {@link FailureKind} but not its text.
     *
     * @param pause 0 to 7 days from now
     */
    void retry(Duration pause, Throwable failure);

    /**
     * Moves the message to {@code <queue>-poison}, tells the {@link PoisonListener}s, and only then deletes it.
     *
     * @param reason in words that quote nothing of the body
     */
    void deadLetter(String reason, Throwable failure);

    /** Gives the message back, and ends the channel: nothing more is received, and it is no longer alive. */
    void stopChannel(Throwable failure);
}
