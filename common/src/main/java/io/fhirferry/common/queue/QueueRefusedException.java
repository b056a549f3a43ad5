package io.fhirferry.common.queue;

/**
 * The service refused the request and will do so again until somebody changes something, usually a role or a key.
 * Next: tell an operator; the message says what came back.
 */
public final class QueueRefusedException extends QueueException {

    private static final long serialVersionUID = 1L;

    public QueueRefusedException(String queue, String message, Throwable cause) {
        super(queue, message, cause);
    }
}
