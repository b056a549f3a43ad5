package io.fhirferry.common.queue;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.TracingMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** What a service is made of: a handler on virtual threads, an emitter, a poison listener. */
@ApplicationScoped
@IfBuildProperty(name = "ferry.test.queue", stringValue = "true")
public class ConnectorApp implements PoisonListener {

    /** One call of the handler. */
    public record Call(String body, Delivery delivery, long deliveries, boolean virtual, String trace, Instant at) {}

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Poisoned> poisoned = new CopyOnWriteArrayList<>();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);

    @Inject
    @Channel("orders")
    MutinyEmitter<String> orders;

    @Incoming("work")
    @RunOnVirtualThread
    void handle(String body, Delivery delivery, TracingMetadata tracing) throws InterruptedException {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            calls.add(new Call(
                    body,
                    delivery,
                    delivery.deliveries(),
                    Thread.currentThread().isVirtual(),
                    io.opentelemetry.api.trace.Span.fromContext(tracing.getCurrentContext())
                            .getSpanContext()
                            .getTraceId(),
                    Instant.now()));
            if (body.startsWith("gated") && !gate.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gate stayed shut");
            }
            if (body.startsWith("failing")) {
                throw new IllegalStateException("made to fail");
            }
        } finally {
            running.decrementAndGet();
        }
    }

    /** A handler that settles its messages by itself: those that are to be refused it refuses. */
    @Incoming("notes")
    @RunOnVirtualThread
    CompletionStage<Void> note(Message<String> message) {
        notes.add(message.getPayload());
        return message.getPayload().startsWith("refused")
                ? message.nack(new IllegalStateException("made to fail"))
                : message.ack();
    }

    List<String> notes() {
        return notes;
    }

    @Override
    public void poisoned(Poisoned message) {
        poisoned.add(message);
    }

    void send(Message<String> message) {
        orders.sendMessageAndAwait(message);
    }

    void openGate() {
        gate.countDown();
    }

    int running() {
        return running.get();
    }

    int mostRunning() {
        return mostRunning.get();
    }

    List<Call> calls() {
        return calls;
    }

    List<Poisoned> poisoned() {
        return poisoned;
    }

    List<Call> callsOf(String body) {
        return calls.stream().filter(call -> call.body().equals(body)).toList();
    }
}
