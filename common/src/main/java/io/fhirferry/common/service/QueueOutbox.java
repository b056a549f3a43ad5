package io.fhirferry.common.service;

import io.fhirferry.common.queue.QueueSend;
import io.fhirferry.common.stage.Outbox;
import io.fhirferry.common.stage.StageMessage;
import io.fhirferry.common.trace.HopTrace;
import io.smallrye.reactive.messaging.TracingMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * Sends to the stages' queues through the connector, within the trace of the message that is being handled or, when
 * none is, as the beginning of a trace, and waits until the service has confirmed.
 */
@ApplicationScoped
public class QueueOutbox implements Outbox {

    private final Emitter<String> emitter;
    private final StateNames names;

    QueueOutbox(@Channel("stages") Emitter<String> emitter, StateNames names) {
        this.emitter = emitter;
        this.names = names;
    }

    @Override
    public void send(StageMessage message) {
        CompletableFuture<Void> confirmed = new CompletableFuture<>();
        emitter.send(Message.of(
                message.toJson(),
                Metadata.of(
                        QueueSend.to(names.queue(message.stage())), TracingMetadata.withCurrent(HopTrace.current())),
                () -> {
                    confirmed.complete(null);
                    return CompletableFuture.completedFuture(null);
                },
                failure -> {
                    confirmed.completeExceptionally(failure);
                    return CompletableFuture.completedFuture(null);
                }));
        try {
            confirmed.join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "The message for window " + message.window() + " could not be sent to queue "
                            + names.queue(message.stage()) + "; it is sent again when the present one comes back",
                    e.getCause());
        }
    }
}
