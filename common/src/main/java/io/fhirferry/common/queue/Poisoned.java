package io.fhirferry.common.queue;

/**
 * A message that was given up and lies in the poison queue.
 *
 * @param queue the queue that it came from
 * @param body what a handler would have got; of an unreadable message its text as it was
 * @param error {@link FailureKind} of the last failure, empty when there was none (a process that died leaves none)
 * @param reason why it was given up, in words that quote nothing of the body
 * @param deliveries deliveries since the last recorded progress
 */
public record Poisoned(String queue, String body, String error, String reason, long deliveries) {

    /** Leaves the body out: it may be anybody's. */
    @Override
    public String toString() {
        return "Poisoned[queue=%s, error=%s, reason=%s, deliveries=%d]".formatted(queue, error, reason, deliveries);
    }
}
