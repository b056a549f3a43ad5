package io.fhirferry.common.queue;

import io.fhirferry.common.queue.fault.RetryFailure;
import io.fhirferry.common.queue.tracing.QueueTracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReport.HealthReportBuilder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A channel on a real queue, as one process has it: with a timer of its own, and a handler on virtual threads. */
final class LiveChannel implements AutoCloseable {

    /** What a handler does with a message; returning acknowledges it, throwing fails it. */
    @FunctionalInterface
    interface Handler {
        void handle(String body, Delivery delivery) throws Exception;
    }

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final VirtualTimer timer = new VirtualTimer();
    private final List<Poisoned> poisoned = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> ends = Collections.synchronizedList(new ArrayList<>());
    private final IncomingQueueChannel channel;

    LiveChannel(QueueService service, IncomingSettings settings, Handler handler) {
        QueueRuntime runtime =
                new QueueRuntime(Clock.systemUTC(), timer, new EnvelopeCodec(), QueueTracing.carryingOnly(), meters);
        Strategies strategies =
                new Strategies(Settlement::delete, new RetryFailure(), Appetite.UNBOUNDED, List.of(poisoned::add));
        channel = new IncomingQueueChannel(settings, runtime, service, strategies, Runnable::run);
        Multi.createFrom()
                .publisher(channel.stream())
                .subscribe()
                .with(message -> Thread.ofVirtual().start(() -> handle(message, handler)), ends::add);
    }

    List<Poisoned> poisoned() {
        return poisoned;
    }

    /** Failures that ended the stream; there must be none. */
    List<Throwable> ends() {
        return ends;
    }

    double counted(String meter) {
        return meters.get(meter).counter().count();
    }

    SimpleMeterRegistry meters() {
        return meters;
    }

    boolean ready() {
        return ok(channel.health()::readiness);
    }

    boolean alive() {
        return ok(channel.health()::liveness);
    }

    void drain() {
        channel.drain();
    }

    /** Dies as a killed process does: nothing is settled, given back or renewed any more. */
    void kill() {
        timer.close();
    }

    @Override
    public void close() {
        channel.drain();
        timer.close();
    }

    private static void handle(Message<?> message, Handler handler) {
        try {
            handler.handle(
                    (String) message.getPayload(),
                    message.getMetadata(Delivery.class).orElseThrow());
            message.ack();
        } catch (Exception e) {
            message.nack(e);
        }
    }

    private static boolean ok(Consumer<HealthReportBuilder> part) {
        HealthReportBuilder report = HealthReport.builder();
        part.accept(report);
        return report.build().isOk();
    }
}
