package io.fhirferry.common.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connector in a Quarkus application, against Azurite. */
@QuarkusTest
@TestProfile(ConnectorProfile.class)
class QueueConnectorIT {

    @Inject
    ConnectorApp app;

    @Inject
    HealthCenter health;

    @Inject
    MeterRegistry meters;

    @ConfigProperty(name = "mp.messaging.incoming.work.connection-string")
    String connectionString;

    @BeforeEach
    void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    @Test
    void handlersRunOnVirtualThreadsAtOnceUpToMaxInFlight() {
        // given more messages than may be in flight, whose handlers wait
        IntStream.range(0, 10).forEach(i -> app.send(Message.of("gated-" + i)));

        // when as many as may be have started
        await().until(() -> app.running() == ConnectorProfile.MAX_IN_FLIGHT);
        app.openGate();

        // then all are handled once, never more at a time, each on a virtual thread
        await().untilAsserted(() -> IntStream.range(0, 10)
                .forEach(i -> assertThat(app.callsOf("gated-" + i)).hasSize(1)));
        assertThat(app.mostRunning()).isEqualTo(ConnectorProfile.MAX_IN_FLIGHT);
        assertThat(app.calls()).allMatch(ConnectorApp.Call::virtual);
    }

    @Test
    void aHandlerGetsItsDeliveryAndTheSendersTrace() {
        // given a message that is sent within a trace
        SpanContext span = SpanContext.createFromRemoteParent(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getSampled(),
                TraceState.getDefault());
        Context trace = Context.root().with(Span.wrap(span));

        // when it was handled
        app.send(Message.of("traced", Metadata.of(TracingMetadata.withCurrent(trace))));
        await().until(() -> app.callsOf("traced").size() == 1);

        // then its handler knew where it came from
        ConnectorApp.Call call = app.callsOf("traced").getFirst();
        assertThat(call.delivery().queue()).isEqualTo(ConnectorProfile.QUEUE);
        assertThat(call.deliveries()).isEqualTo(1);
        assertThat(call.delivery().firstSeen())
                .isBeforeOrEqualTo(call.delivery().insertedAt().plusSeconds(2));
        assertThat(call.trace()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void aMessageWhoseHandlerFailsIsTriedAgainAndThenPoisoned() {
        // when a handler fails each time
        app.send(Message.of("failing"));

        // then it was called as often as configured, and the listener was told
        await().until(() ->
                app.poisoned().stream().anyMatch(message -> message.body().equals("failing")));
        assertThat(app.callsOf("failing"))
                .extracting(ConnectorApp.Call::deliveries)
                .containsExactly(1L, 2L);
        assertThat(app.poisoned())
                .filteredOn(message -> message.body().equals("failing"))
                .containsExactly(new Poisoned(
                        ConnectorProfile.QUEUE,
                        "failing",
                        IllegalStateException.class.getName(),
                        "it failed 2 times without progress",
                        2));
    }

    @Test
    void aMessageThatIsTooLongIsRefusedToItsSender() {
        assertThatThrownBy(() -> app.send(Message.of("x".repeat(65_536))))
                .isInstanceOf(MessageTooLargeException.class)
                .hasMessageContaining(ConnectorProfile.QUEUE)
                .hasMessageContaining("65536");
    }

    @Test
    void aMessageCanBeSentLater() {
        // when a message is sent with a delay of two seconds
        app.send(Message.of("delayed", Metadata.of(QueueSend.in(Duration.ofSeconds(2)))));

        // then it comes after them
        await().until(() -> app.callsOf("delayed").size() == 1);
        ConnectorApp.Call call = app.callsOf("delayed").getFirst();
        assertThat(Duration.between(call.delivery().firstSeen(), call.at()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aHandlerOfMessagesSettlesThemItselfAndAStrategyCanBeAdded() {
        // when one message that is accepted, and one that is refused, go to another queue than the channel's
        app.send(Message.of("accepted", Metadata.of(QueueSend.to(ConnectorProfile.NOTES))));
        app.send(Message.of("refused", Metadata.of(QueueSend.to(ConnectorProfile.NOTES))));

        // then each was handled once, the second settled by the application's own strategy, and nothing is left
        await().until(() -> app.notes().size() == 2);
        await().untilAsserted(() -> assertThat(failed(ConnectorProfile.NOTES)).isEqualTo(1));
        assertThat(app.notes()).containsExactlyInAnyOrder("accepted", "refused");
        await().until(() -> depth(ConnectorProfile.NOTES) == 0);
    }

    @Test
    void healthAndMetersTellOfTheChannels() {
        // when a message was handled
        app.send(Message.of("measured"));
        await().until(() -> app.callsOf("measured").size() == 1);

        // then both channels are started, ready and alive
        assertThat(health.getStartup().getChannels()).extracting("channel").contains("work", "orders");
        assertThat(health.getStartup().isOk()).isTrue();
        assertThat(health.getReadiness().isOk()).isTrue();
        assertThat(health.getLiveness().isOk()).isTrue();

        // and the meters have moved
        await().untilAsserted(() -> assertThat(meters.get("ferry.queue.handled")
                        .tag("queue", ConnectorProfile.QUEUE)
                        .counter()
                        .count())
                .isPositive());
        assertThat(meters.get("ferry.queue.hop")
                        .tag("queue", ConnectorProfile.QUEUE)
                        .timer()
                        .count())
                .isPositive();
        assertThat(meters.get("ferry.queue.in.flight").gauge().value()).isNotNegative();
    }

    private double failed(String queue) {
        return meters.get("ferry.queue.failed").tag("queue", queue).counter().count();
    }

    private long depth(String queue) {
        return new StorageQueue(
                        QueueClients.builder()
                                .connectionString(connectionString)
                                .buildClient()
                                .getQueueClient(queue),
                        Duration.ofSeconds(10))
                .depth();
    }
}
