package io.fhirferry.common.queue;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.PeekedMessageItem;
import com.azure.storage.queue.models.QueueErrorCode;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import com.azure.storage.queue.models.UpdateMessageResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A queue of Azure Storage, over the SDK's blocking client.
 *
 * <p>Each request has a time-out of its own. The client must not encode messages: the envelope is Base64 already, and
 * what a stranger put into the queue has to arrive as it is, so that it can go to the poison queue.
 */
final class StorageQueue implements QueueAccess {

    private static final Duration NEVER_EXPIRES = Duration.ofSeconds(-1);
    private static final HttpHeaderName REQUEST_ID = HttpHeaderName.fromString("x-ms-request-id");

    private final QueueClient client;
    private final Duration timeout;

    StorageQueue(QueueClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    @Override
    public String queue() {
        return client.getQueueName();
    }

    @Override
    public void create() {
        call("create the queue", () -> client.createIfNotExistsWithResponse(null, timeout, Context.NONE));
    }

    @Override
    public void probe() {
        depth();
    }

    @Override
    public List<Received> receive(int max, Duration hidden) {
        return call(
                "receive messages",
                () -> client.receiveMessages(max, wholeSeconds(hidden), timeout, Context.NONE).stream()
                        .map(StorageQueue::received)
                        .toList());
    }

    @Override
    public Receipt renew(Receipt receipt, Duration hidden) {
        return put("renew the visibility of a message", receipt, null, hidden);
    }

    @Override
    public Receipt update(Receipt receipt, String text, Duration hidden) {
        return put("update a message", receipt, text, hidden);
    }

    @Override
    public void delete(Receipt receipt) {
        call(
                "delete a message",
                () -> client.deleteMessageWithResponse(
                        receipt.messageId(), receipt.popReceipt(), timeout, Context.NONE));
    }

    @Override
    public String send(String text, Duration hidden) {
        return call("send a message", () -> client.sendMessageWithResponse(
                        text, wholeSeconds(hidden), NEVER_EXPIRES, timeout, Context.NONE)
                .getValue()
                .getMessageId());
    }

    @Override
    public long depth() {
        return call("read the depth", () -> client.getPropertiesWithResponse(timeout, Context.NONE)
                .getValue()
                .getApproximateMessagesCountLong());
    }

    @Override
    public Optional<Instant> oldest() {
        return call("peek at the oldest message", () -> client.peekMessages(1, timeout, Context.NONE).stream()
                .findFirst()
                .map(PeekedMessageItem::getInsertionTime)
                .map(time -> time.toInstant()));
    }

    private Receipt put(String what, Receipt receipt, String textOrNothing, Duration hidden) {
        UpdateMessageResult result = call(what, () -> client.updateMessageWithResponse(
                        receipt.messageId(),
                        receipt.popReceipt(),
                        textOrNothing,
                        wholeSeconds(hidden),
                        timeout,
                        Context.NONE)
                .getValue());
        return new Receipt(receipt.messageId(), result.getPopReceipt());
    }

    /** The service counts in seconds; rounded up, so that nothing is visible too early. */
    private static Duration wholeSeconds(Duration hidden) {
        return Duration.ofSeconds(hidden.plusSeconds(1).minusNanos(1).toSeconds());
    }

    private static Received received(QueueMessageItem item) {
        String text = item.getBody() == null ? "" : item.getBody().toString();
        return new Received(
                new Receipt(item.getMessageId(), item.getPopReceipt()),
                item.getInsertionTime().toInstant(),
                item.getDequeueCount(),
                text);
    }

    private <T> T call(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (IllegalArgumentException | NullPointerException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failure(what, e);
        }
    }

    /** The SDK wraps what the service answered when a request has a time-out. */
    private QueueException failure(String what, RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof QueueStorageException answer) {
                return failure(what, answer);
            }
        }
        return new QueueUnavailableException(
                queue(),
                "Could not %s of queue %s: no answer within %s (%s). It is tried again."
                        .formatted(what, queue(), timeout, e.getClass().getSimpleName()),
                e);
    }

    private QueueException failure(String what, QueueStorageException e) {
        int status = e.getStatusCode();
        QueueErrorCode code = e.getErrorCode();
        String id = e.getResponse() == null ? null : e.getResponse().getHeaderValue(REQUEST_ID);
        String message = "Could not %s of queue %s: status %d, code %s, request id %s."
                .formatted(what, queue(), status, code, id);
        if (QueueErrorCode.POP_RECEIPT_MISMATCH.equals(code) || QueueErrorCode.MESSAGE_NOT_FOUND.equals(code)) {
            return new MessageLostException(queue(), message + " Whoever receives it next carries on.", e);
        }
        if (status == 404) {
            return new QueueMissingException(
                    queue(), message + " It is created when the attribute 'create' allows it.", e);
        }
        if (status == 408 || status == 429 || status >= 500 || QueueErrorCode.QUEUE_BEING_DELETED.equals(code)) {
            return new QueueUnavailableException(queue(), message + " It is tried again.", e);
        }
        return new QueueRefusedException(
                queue(),
                message + " Check the connection string, or the role 'Storage Queue Data Contributor' of the identity.",
                e);
    }
}
