package io.fhirferry.common.queue;

/**
 * The service did not answer in time, or answered that it cannot just now (408, 429, 5xx). The request may have been
 * carried out all the same. Next: try again later.
 */
public final class QueueUnavailableException extends QueueException {

    private static final long serialVersionUID = 1L;

    public QueueUnavailableException(String queue, String message, Throwable cause) {
        super(queue, message, cause);
    }
}
