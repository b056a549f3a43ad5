package io.fhirferry.common.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReport.HealthReportBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutgoingQueueChannelTest {

    private final FakeStorage storage = new FakeStorage();
    private final VirtualTimer timer = new VirtualTimer();
    private final List<String> woken = new CopyOnWriteArrayList<>();

    private final AtomicReference<MultiEmitter<? super Message<Object>>> emitter = new AtomicReference<>();

    @AfterEach
    void stop() {
        timer.close();
    }

    @Test
    void aMessageIsAcknowledgedOnceTheServiceHasIt() {
        // when a message is sent
        channel(1);
        CompletableFuture<String> outcome = send("body", Metadata.empty());

        // then it is in the queue, and those who receive here are woken
        assertThat(outcome.join()).isEqualTo("acked");
        assertThat(storage.queue("orders").texts()).hasSize(1);
        assertThat(storage.read(storage.queue("orders").texts().getFirst()).body())
                .isEqualTo("body");
        assertThat(woken).containsExactly("orders");
    }

    @Test
    void aMessageGoesWhereItsMetadataSayWhenItSaysSo() {
        // when a message is sent to another queue, for long after the service's longest time
        Metadata send = Metadata.of(QueueSend.to("elsewhere").delayedBy(Duration.ofDays(30)));
        channel(1);
        assertThat(send("later", send).join()).isEqualTo("acked");

        // then that queue was created, and the message knows its time
        Envelope envelope = storage.read(storage.queue("elsewhere").texts().getFirst());
        assertThat(envelope.until()).isEqualTo(FakeStorage.START.plus(Duration.ofDays(30)));
        assertThat(storage.queue("orders").texts()).isEmpty();
        assertThat(woken).isEmpty();
    }

    @Test
    void aSendThatStaysUnansweredIsRefusedAfterItsRetriesAndTheStreamGoesOn() {
        // given a service that does not answer
        OutgoingQueueChannel channel = channel(2);
        storage.queue("orders").outage(true);

        // when a message is sent
        CompletableFuture<String> during = send("during", Metadata.empty());

        // then it is refused after two retries
        assertThat(during.join()).isEqualTo(QueueUnavailableException.class.getName());
        assertThat(storage.queue("orders").requests("send")).isEqualTo(3);
        assertThat(ok(channel)).isFalse();

        // and when the outage is over, the channel finds out by itself, and sends again
        storage.queue("orders").outage(false);
        await().until(() -> ok(channel));
        assertThat(send("after", Metadata.empty()).join()).isEqualTo("acked");
        assertThat(storage.queue("orders").texts()).hasSize(1);
    }

    @Test
    void whatIsTooLongOrNoTextIsRefusedWithoutARequest() {
        channel(1);
        assertThat(send("x".repeat(EnvelopeCodec.LIMIT), Metadata.empty()).join())
                .isEqualTo(MessageTooLargeException.class.getName());
        assertThat(send(42, Metadata.empty()).join()).isEqualTo(IllegalArgumentException.class.getName());
        assertThat(storage.queue("orders").requests("send")).isZero();
    }

    private OutgoingQueueChannel channel(int retries) {
        OutgoingQueueChannel channel = new OutgoingQueueChannel(
                new OutgoingSettings("orders", "orders", true, 4, retries, true),
                storage.runtime(timer),
                storage::queue,
                woken::add);
        Multi.createFrom()
                .<Message<Object>>emitter(emitter::set)
                .subscribe()
                .withSubscriber(OutgoingQueueChannelTest.subscriber(channel));
        await().until(() -> ok(channel));
        return channel;
    }

    @SuppressWarnings("unchecked")
    private static Subscriber<Message<Object>> subscriber(OutgoingQueueChannel channel) {
        return (Subscriber<Message<Object>>) channel.subscriber();
    }

    private CompletableFuture<String> send(Object payload, Metadata metadata) {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        emitter.get()
                .emit(Message.of(payload, metadata)
                        .withAck(() -> done(outcome, "acked"))
                        .withNack(failure -> done(outcome, failure.getClass().getName())));
        return outcome.orTimeout(10, TimeUnit.SECONDS);
    }

    private static CompletionStage<Void> done(CompletableFuture<String> outcome, String value) {
        outcome.complete(value);
        return CompletableFuture.completedFuture(null);
    }

    private static boolean ok(OutgoingQueueChannel channel) {
        HealthReportBuilder report = HealthReport.builder();
        channel.health().readiness(report);
        return report.build().isOk();
    }
}
