package io.fhirferry.common.queue;

/** A request to the queue service that did not succeed. The subtypes say what the caller does next. */
public abstract sealed class QueueException extends RuntimeException
        permits MessageLostException, QueueMissingException, QueueRefusedException, QueueUnavailableException {

    private static final long serialVersionUID = 1L;

    private final String queue;

    QueueException(String queue, String message, Throwable cause) {
        super(message, cause);
        this.queue = queue;
    }

    /** The queue that the request was about. */
    public String queue() {
        return queue;
    }
}
