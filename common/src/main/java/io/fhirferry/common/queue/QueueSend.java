package io.fhirferry.common.queue;

import java.time.Duration;

/**
 * Metadata of an outgoing message: where it goes, and when it becomes visible.
 *
 * @param queue name of the queue; empty for the one of the channel
 * @param delay hidden that long after it was sent, however long that is; zero for at once
 */
public record QueueSend(String queue, Duration delay) {

    /** @throws IllegalArgumentException when the delay is negative */
    public QueueSend {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("The delay of a message is " + delay + ": give zero or more");
        }
    }

    /** To that queue, at once. */
    public static QueueSend to(String queue) {
        return new QueueSend(queue, Duration.ZERO);
    }

    /** To the channel's queue, hidden for that long. */
    public static QueueSend in(Duration delay) {
        return new QueueSend("", delay);
    }

    /** To the same queue, hidden for that long. */
    public QueueSend delayedBy(Duration newDelay) {
        return new QueueSend(queue, newDelay);
    }
}
