package io.fhirferry.common.queue;

/** The queue does not exist. Next: create it, then try again. */
public final class QueueMissingException extends QueueException {

    private static final long serialVersionUID = 1L;

    public QueueMissingException(String queue, String message, Throwable cause) {
        super(queue, message, cause);
    }
}
