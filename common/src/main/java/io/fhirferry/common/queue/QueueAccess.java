package io.fhirferry.common.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One queue of the service: a request each, never repeated, blocking, ended by a time-out. Every method throws a
 * {@link QueueException} of the type that says what to do next.
 */
public interface QueueAccess {

    /** The longest time that the service hides a message. */
    Duration LONGEST_HIDDEN = Duration.ofDays(7);

    /** The name of the queue. */
    String queue();

    /** Creates the queue; does nothing when it is there already. */
    void create();

    /** Asks whether the queue answers, without receiving anything. */
    void probe();

    /**
     * Receives messages and hides them from other receivers.
     *
     * @param max 1 to 32
     * @param hidden 1 second to 7 days
     * @return between none and {@code max}
     */
    List<Received> receive(int max, Duration hidden);

    /**
     * Hides a received message for longer, or shows it when {@code hidden} is zero.
     *
     * @param hidden 0 to 7 days, from now
     * @return the only receipt that is good from now on
     * @throws MessageLostException when the receipt is no longer good
     */
    Receipt renew(Receipt receipt, Duration hidden);

    /**
     * Replaces the text of a received message, and hides it as {@link #renew} does.
     *
     * @throws MessageLostException when the receipt is no longer good
     */
    Receipt update(Receipt receipt, String text, Duration hidden);

    /**
     * Deletes a received message. It need not be hidden any more, as long as nobody else received it.
     *
     * @throws MessageLostException when the receipt is no longer good, or the message is gone
     */
    void delete(Receipt receipt);

    /**
     * Sends a message that never expires.
     *
     * @param text at most 64 KiB
     * @param hidden 0 to 7 days
     * @return the id of the message
     */
    String send(String text, Duration hidden);

    /** How many messages there are, hidden ones included; approximate. */
    long depth();

    /** When the message at the head of the queue was sent; empty when no message is visible. */
    Optional<Instant> oldest();
}
