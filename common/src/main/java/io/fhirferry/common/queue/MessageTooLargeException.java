package io.fhirferry.common.queue;

/**
 * A message is larger, as encoded for the wire, than the service takes. Nothing was sent. Next: keep the content in
 * a blob and send its name.
 */
public final class MessageTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String queue;
    private final int size;
    private final int limit;

    public MessageTooLargeException(String queue, int size, int limit) {
        super(("A message for queue %s has %d bytes as encoded, the service takes at most %d. Nothing was sent."
                        + " Keep the content in a blob and send its name.")
                .formatted(queue, size, limit));
        this.queue = queue;
        this.size = size;
        this.limit = limit;
    }

    /** The queue that the message was for. */
    public String queue() {
        return queue;
    }

    /** Bytes of the message as it would have been sent. */
    public int size() {
        return size;
    }

    /** Bytes that the service takes at most. */
    public int limit() {
        return limit;
    }
}
