package io.fhirferry.common.queue;

/**
 * The message no longer belongs to this receiver: its visibility ran out and somebody else received it, or it is
 * gone (400 PopReceiptMismatch, 404 MessageNotFound). Next: stop working on it; another delivery carries on.
 */
public final class MessageLostException extends QueueException {

    private static final long serialVersionUID = 1L;

    public MessageLostException(String queue, String message, Throwable cause) {
        super(queue, message, cause);
    }

    static MessageLostException of(String queue, String messageId) {
        return new MessageLostException(
                queue,
                "Message %s of queue %s is no longer held by this receiver; whoever receives it next carries on"
                        .formatted(messageId, queue),
                null);
    }
}
