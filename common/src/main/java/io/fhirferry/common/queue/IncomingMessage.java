package io.fhirferry.common.queue;

import io.smallrye.reactive.messaging.providers.MetadataInjectableMessage;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** What handlers receive: the body, with the {@link Delivery} among the metadata. */
final class IncomingMessage implements ContextAwareMessage<String>, MetadataInjectableMessage<String> {

    private final String body;
    private final Supplier<CompletionStage<Void>> ack;
    private final Function<Throwable, CompletionStage<Void>> nack;
    private volatile Metadata metadata;

    /** Made on the Vert.x context that the message is to be emitted on, so that the handler gets a context of its own. */
    IncomingMessage(
            String body,
            Metadata metadata,
            Supplier<CompletionStage<Void>> ack,
            Function<Throwable, CompletionStage<Void>> nack) {
        this.body = body;
        this.metadata = ContextAwareMessage.captureContextMetadata(metadata);
        this.ack = ack;
        this.nack = nack;
    }

    @Override
    public String getPayload() {
        return body;
    }

    @Override
    public Metadata getMetadata() {
        return metadata;
    }

    @Override
    public synchronized void injectMetadata(Object item) {
        metadata = metadata.with(item);
    }

    @Override
    public Function<Metadata, CompletionStage<Void>> getAckWithMetadata() {
        return ignored -> ack.get().thenRunAsync(() -> {}, this::runOnMessageContext);
    }

    @Override
    public BiFunction<Throwable, Metadata, CompletionStage<Void>> getNackWithMetadata() {
        return (failure, ignored) -> nack.apply(failure).thenRunAsync(() -> {}, this::runOnMessageContext);
    }
}
