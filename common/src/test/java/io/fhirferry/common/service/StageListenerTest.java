package io.fhirferry.common.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.queue.Deliveries;
import io.fhirferry.common.queue.Delivery;
import io.fhirferry.common.queue.Poisoned;
import io.fhirferry.common.queue.QueueSend;
import io.fhirferry.common.stage.Gate;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.MemorySliceStore;
import io.fhirferry.common.stage.MutableClock;
import io.fhirferry.common.stage.PlanStore;
import io.fhirferry.common.stage.RetryPolicy;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.StageMessage;
import io.fhirferry.common.stage.StageRunner;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.MemoryWindowStore;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.TracingMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class StageListenerTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final MutableClock clock = new MutableClock(NOW);
    private final MemoryWindowStore windows = new MemoryWindowStore("m", clock, () -> {});
    private final SentMessages sent = new SentMessages();
    private final AtomicBoolean draining = new AtomicBoolean();
    private Function<Work, WorkResult> work = given -> new WorkResult.Done("manifest");
    private final StageListener listener = listener();
    private final WindowRow row = plan();

    /** Takes what is sent, and confirms it. */
    private static final class SentMessages implements Emitter<String> {

        private final List<Message<String>> messages = new ArrayList<>();

        @Override
        public <M extends Message<? extends String>> void send(M message) {
            messages.add(message.withPayload(message.getPayload()));
            message.ack();
        }

        @Override
        public CompletionStage<Void> send(String payload) {
            throw new AssertionError("a payload alone has no queue");
        }

        @Override
        public void complete() {
            throw new AssertionError("the stream does not end");
        }

        @Override
        public void error(Exception e) {
            throw new AssertionError("the stream does not end", e);
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public boolean hasRequests() {
            return true;
        }
    }

    private final class Exports implements Stage {

        @Override
        public StageName name() {
            return StageName.EXPORT;
        }

        @Override
        public List<Slice> plan(WindowRow planned) {
            return List.of(Slice.WHOLE);
        }

        @Override
        public WorkResult work(Work given) {
            return work.apply(given);
        }

        @Override
        public Joined join(WindowRow exporting, List<String> results) {
            return new Joined.Next(new WindowState.Exported(results.getFirst()), Account.EMPTY);
        }
    }

    private StageListener listener() {
        PlanStore noPlans = new PlanStore() {
            @Override
            public Optional<List<Slice>> find(WindowRow of, StageName stage) {
                return Optional.empty();
            }

            @Override
            public List<Slice> storeOnce(WindowRow of, StageName stage, List<Slice> slices) {
                throw new AssertionError("a plan of one slice is not stored");
            }
        };
        StageRunner runner = new StageRunner(
                new Exports(),
                windows,
                new MemorySliceStore(),
                noPlans,
                new QueueOutbox(sent, new StateNames("ferry")),
                Gate.OPEN,
                new RetryPolicy(2, Duration.ofMinutes(1), Duration.ofHours(1)),
                Duration.ofMinutes(5),
                "test",
                clock);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        return new StageListener(runner, new StageHops(meters, clock), meters, clock);
    }

    private WindowRow plan() {
        Window window = Window.of(NOW.minus(Duration.ofDays(1)), NOW, Scope.ALL, WindowKind.TILE);
        WindowRow planned = WindowRow.planned(window, 1, NOW);
        windows.plan(Cursor.at(window.since(), NOW), List.of(planned), new Why("test", "planned"));
        return windows.find(planned.id()).orElseThrow();
    }

    private String message() {
        return StageMessage.start("m", row, StageName.EXPORT).toJson();
    }

    private static TracingMetadata trace() {
        SpanContext sender = SpanContext.createFromRemoteParent(
                TRACE, "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault());
        return TracingMetadata.withCurrent(Context.root().with(Span.wrap(sender)));
    }

    private void handle(String body, Delivery delivery) {
        listener.handle(body, delivery, trace());
    }

    private WindowState state() {
        return windows.find(row.id()).orElseThrow().state();
    }

    @Test
    void whatIsSentWhileAMessageIsHandledContinuesItsTrace() {
        handle(message(), Deliveries.of(message(), clock, draining));

        assertThat(sent.messages).singleElement().satisfies(message -> {
            assertThat(message.getMetadata(QueueSend.class)).contains(QueueSend.to("ferry-copy"));
            assertThat(message.getMetadata(TracingMetadata.class))
                    .map(TracingMetadata::getCurrentContext)
                    .map(context -> Span.fromContext(context).getSpanContext().getTraceId())
                    .contains(TRACE);
        });
    }

    @Test
    void whatIsSentOutsideOfAnyHandlingBeginsATrace() {
        new QueueOutbox(sent, new StateNames("ferry")).send(StageMessage.start("m", row, StageName.EXPORT));

        assertThat(sent.messages).singleElement().satisfies(message -> assertThat(
                        message.getMetadata(TracingMetadata.class))
                .map(TracingMetadata::getCurrentContext)
                .map(context -> Span.fromContext(context).getSpanContext())
                .hasValueSatisfying(begun -> {
                    assertThat(begun.isValid()).isTrue();
                    assertThat(begun.getTraceId()).isNotEqualTo(TRACE);
                }));
    }

    @Test
    void longWorkEndsWhenTheServiceIsShutDownAndAnotherReplicaGetsTheMessageAtOnce() {
        String body = message();
        Delivery delivery = Deliveries.of(body, clock, draining);
        work = given -> {
            given.heartbeat().beat();
            draining.set(true);
            given.heartbeat().beat();
            throw new AssertionError("the second beat ends the work");
        };

        handle(body, delivery);

        assertThat(Deliveries.nextBody(delivery)).contains(body);
        assertThat(Deliveries.due(delivery)).contains(NOW);
        assertThat(state()).isEqualTo(new WindowState.Exporting());
        assertThat(sent.messages).isEmpty();
    }

    @Test
    void shortWorkThatShowsNoSignOfLifeIsFinishedWhileTheServiceIsShutDown() {
        draining.set(true);
        Delivery delivery = Deliveries.of(message(), clock, draining);

        handle(message(), delivery);

        assertThat(Deliveries.nextBody(delivery)).isEmpty();
        assertThat(state()).isEqualTo(new WindowState.Exported("manifest"));
    }

    @Test
    void workThatWaitsIsDeliveredAgainWithItsProgress() {
        work = given -> new WorkResult.Wait(NOW.plusSeconds(7), "job 17");
        Delivery delivery = Deliveries.of(message(), clock, draining);

        handle(message(), delivery);

        assertThat(Deliveries.nextBody(delivery).map(StageMessage::fromJson).map(StageMessage::progress))
                .contains("job 17");
        assertThat(Deliveries.due(delivery)).contains(NOW.plusSeconds(7));
    }

    @Test
    void aPassingFaultIsLeftToTheQueue() {
        work = given -> {
            throw new IllegalStateException("storage is away");
        };

        assertThatThrownBy(() -> handle(message(), Deliveries.of(message(), clock, draining)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theWindowOfAPoisonedMessageSaysWhatFailedLast() {
        listener.poisoned(new Poisoned(
                "ferry-export", message(), "java.net.ConnectException", "it failed 10 times without progress", 10));

        assertThat(state()).isInstanceOfSatisfying(WindowState.Failed.class, failed -> assertThat(failed.reason())
                .contains("it failed 10 times")
                .endsWith("java.net.ConnectException"));
    }
}
