package io.fhirferry.common.queue;

import static io.fhirferry.common.queue.FakeStorage.QUEUE;
import static io.fhirferry.common.queue.FakeStorage.delivery;
import static io.fhirferry.common.queue.FakeStorage.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.queue.fault.DeadLetterFailure;
import io.fhirferry.common.queue.fault.FailFailure;
import io.fhirferry.common.queue.fault.RetryFailure;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReport.HealthReportBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class IncomingQueueChannelTest {

    private final FakeStorage storage = new FakeStorage();
    private final FakeQueue queue = storage.queue(QUEUE);
    private final ManualTimer time = storage.time;
    private final List<Message<String>> messages = new ArrayList<>();

    @Test
    void anIdleQueueIsPolledAtMostOnceInFiveSecondsAfterAMinute() {
        // given a queue that was idle for a minute
        storage.start(messages::add);
        time.advance(Duration.ofMinutes(1));
        int before = queue.requests("receive");
        int measuredBefore = queue.requests("depth");

        // when ten more minutes pass
        time.advance(Duration.ofMinutes(10));

        // then it was asked 120 times for messages, and 10 times for its depth
        assertThat(queue.requests("receive") - before).isLessThanOrEqualTo(120).isGreaterThan(110);
        assertThat(queue.requests("depth") - measuredBefore).isEqualTo(10);
        assertThat(queue.requests("oldest")).isZero();
        assertThat(before).as("requests of the first minute").isLessThan(100);
    }

    @Test
    void messagesThatComeEveryFewSecondsWaitAFractionOfASecond() {
        // given a handler that notes when it was called
        List<Duration> hops = new ArrayList<>();
        storage.start(message -> {
            hops.add(Duration.between(delivery(message).firstSeen(), time.instant()));
            message.ack();
        });

        // when a message comes every 4 seconds
        IntStream.range(0, 50).forEach(i -> {
            storage.send("body " + i);
            time.advance(Duration.ofSeconds(4));
        });

        // then the median hop is well under half a second
        assertThat(hops).hasSize(50);
        assertThat(hops.stream().sorted().toList().get(25)).isLessThan(Duration.ofMillis(400));
    }

    @Test
    void noMoreIsReceivedThanMayBeInFlight() {
        // given more messages than may be in flight
        IntStream.range(0, 10).forEach(i -> storage.send("body " + i));
        start(settings(3, Duration.ofSeconds(5)), messages::add);

        // when none is settled for a while
        time.advance(Duration.ofSeconds(30));

        // then only these were received, and one more for each that is settled
        assertThat(messages).hasSize(3);
        messages.getFirst().ack();
        time.advance(Duration.ofSeconds(1));
        assertThat(messages).hasSize(4);
    }

    @Test
    void whatHandlersHaveNoAppetiteForStaysInTheQueue() {
        // given handlers that could begin with two messages, and then with no more
        IntStream.range(0, 10).forEach(i -> storage.send("body " + i));
        storage.appetite = 2;
        storage.start(message -> {
            messages.add(message);
            storage.appetite--;
        });
        time.advance(Duration.ofSeconds(30));

        // then nobody asks for what would only lie about
        assertThat(messages).hasSize(2);
        assertThat(queue.requests("receive")).isEqualTo(1);

        // when one of them is about to be done, long before it is
        storage.appetite = 1;
        time.advance(Duration.ofMillis(100));

        // then the next one is there
        assertThat(messages).hasSize(3);
    }

    @Test
    void handlersHaveAMomentToSayWhatTheyStillWant() {
        // given handlers that want one more, and say so for a moment after they have got it
        IntStream.range(0, 10).forEach(i -> storage.send("body " + i));
        storage.appetite = 1;
        storage.start(messages::add);

        // when a moment passes that is too short to begin
        time.advance(Duration.ofMillis(49));

        // then it was one
        assertThat(messages).hasSize(1);
    }

    @Test
    void aMessageStaysHiddenWhileItsHandlerRuns() {
        // given a handler that takes ten times the visibility
        storage.send("slow");
        storage.start(messages::add);
        time.advance(Duration.ofMinutes(10));

        // then it was called once, and the acknowledgement deletes the message
        assertThat(messages).hasSize(1);
        assertThat(delivery(messages.getFirst()).isLost()).isFalse();
        assertThat(delivery(messages.getFirst()).remainingVisibility(time)).isGreaterThan(Duration.ofSeconds(30));
        messages.getFirst().ack();
        time.settle();
        assertThat(queue.texts()).isEmpty();
    }

    @Test
    void aHandlerIsToldThatItsMessageWasLost() {
        // given a message that somebody takes away
        storage.send("taken");
        storage.start(messages::add);
        time.advance(Duration.ofSeconds(1));
        queue.clear();

        // when it would be renewed
        time.advance(Duration.ofSeconds(30));

        // then its delivery says so, progress is refused, and the acknowledgement does no harm
        Delivery delivery = delivery(messages.getFirst());
        assertThat(delivery.isLost()).isTrue();
        assertThat(delivery.remainingVisibility(time)).isZero();
        assertThatThrownBy(() -> delivery.progress("more")).isInstanceOf(MessageLostException.class);
        assertThat(messages.getFirst().ack().toCompletableFuture()).isNotCompletedExceptionally();
        time.settle();
        assertThat(storage.meters.get("ferry.queue.lost").counter().count()).isEqualTo(1);
        assertThat(storage.ends).isEmpty();
    }

    @Test
    void waitingForWeeksCallsNoHandlerAndIsNoDelivery() {
        // given a message that is postponed by 20 days
        Instant until = time.instant().plus(Duration.ofDays(20));
        storage.send("begin");
        start(settings(16, Duration.ofMinutes(10)), message -> {
            messages.add(message);
            if (messages.size() == 1) {
                delivery(message).postpone(until, "go on");
            }
            message.ack();
        });

        // when the time has come
        time.advance(Duration.ofDays(20).plusMinutes(10));

        // then the handler was called twice, the second time with the new body and a fresh count
        assertThat(messages).extracting(Message::getPayload).containsExactly("begin", "go on");
        assertThat(delivery(messages.getLast()).deliveries()).isEqualTo(1);
        assertThat(delivery(messages.getLast()).firstSeen()).isEqualTo(FakeStorage.START);
        assertThat(queue.texts()).isEmpty();
    }

    @Test
    void progressIsWhatTheNextDeliveryBegins() {
        // given a handler that fails, each time after some progress
        storage.send("0");
        storage.start(message -> {
            int done = Integer.parseInt(message.getPayload());
            messages.add(message);
            if (done < 8) {
                delivery(message).progress("" + (done + 1));
                message.nack(new IllegalStateException());
            } else {
                message.ack();
            }
        });

        // when it may fail only three times without
        time.advance(Duration.ofMinutes(10));

        // then it comes to its end
        assertThat(messages).extracting(Message::getPayload).endsWith("7", "8").hasSize(9);
        assertThat(storage.poisoned).isEmpty();
        assertThat(queue.texts()).isEmpty();
    }

    @Test
    void aMessageWhoseReceiversDieIsGivenUpBeforeAnotherHandlerIsCalled() {
        // given three processes that die with the message
        storage.send("deadly");
        IntStream.range(0, 3).forEach(i -> {
            ManualTimer doomed = new ManualTimer(time.instant());
            start(settings(), doomed, messages::add);
            doomed.settle();
            time.advance(Duration.ofMinutes(2));
        });

        // when a fourth receives it
        storage.start(messages::add);
        time.advance(Duration.ofMinutes(2));

        // then its handler is not called, and the message lies in the poison queue
        assertThat(messages).hasSize(3);
        assertThat(storage.poisoned).extracting(Poisoned::body).containsExactly("deadly");
        assertThat(storage.poisoned.getFirst().error()).isEmpty();
        assertThat(storage.poison()).extracting(Envelope::body).containsExactly("deadly");
        assertThat(queue.texts()).isEmpty();
    }

    @Test
    void failuresAreTriedAgainWithLongerAndLongerPausesAndThenGivenUp() {
        // given a handler that always fails
        List<Instant> calls = new ArrayList<>();
        storage.send("failing");
        storage.start(message -> {
            calls.add(time.instant());
            message.nack(new IllegalArgumentException("a patient's name"));
        });

        // when time passes
        time.advance(Duration.ofMinutes(5));

        // then it was called three times, after pauses of up to 1 s and 2 s and a poll
        assertThat(calls).hasSize(3);
        assertThat(Duration.between(calls.get(0), calls.get(1)))
                .isBetween(Duration.ofMillis(500), Duration.ofMillis(1200));
        assertThat(Duration.between(calls.get(1), calls.get(2)))
                .isBetween(Duration.ofSeconds(1), Duration.ofMillis(2400));

        // and the poison queue tells the class of the failure, not its text
        Envelope grave = storage.poison().getFirst();
        assertThat(grave.error()).isEqualTo(IllegalArgumentException.class.getName());
        assertThat(grave.mark().deliveries()).isEqualTo(3);
        assertThat(grave.first()).isEqualTo(FakeStorage.START);
        assertThat(grave.toString()).doesNotContain("a patient's name");
    }

    @Test
    void aPoisonedMessageIsKeptUntilItsListenersSucceed() {
        // given a listener that fails twice
        List<Poisoned> told = new ArrayList<>();
        PoisonListener listener = message -> {
            told.add(message);
            if (told.size() < 3) {
                throw new IllegalStateException("the table does not answer");
            }
        };
        storage.send("bad");
        storage.start(settings(), new DeadLetterFailure(), listener, time, message -> {
            messages.add(message);
            message.nack(new IllegalArgumentException());
        });

        // when time passes
        time.advance(Duration.ofMinutes(5));

        // then it was told until it succeeded, the handler was called once, and there is one copy
        assertThat(told).hasSize(3).containsOnly(told.getFirst());
        assertThat(messages).hasSize(1);
        assertThat(storage.poison()).hasSize(1);
        assertThat(queue.texts()).isEmpty();
    }

    @Test
    void aCopyFromThePoisonQueueCanBePutBackAsItIs() {
        // given a message that was given up
        storage.send("bad");
        storage.start(settings(), new DeadLetterFailure(), storage.poisoned::add, time, message -> {
            messages.add(message);
            if (messages.size() == 1) {
                message.nack(new IllegalArgumentException());
            } else {
                message.ack();
            }
        });
        time.advance(Duration.ofSeconds(1));

        // when its copy is put back
        queue.send(storage.queue(QUEUE + "-poison").texts().getFirst(), Duration.ZERO);
        time.advance(Duration.ofSeconds(5));

        // then a handler gets it as a message of its own
        assertThat(messages).extracting(Message::getPayload).containsExactly("bad", "bad");
        assertThat(delivery(messages.getLast()).deliveries()).isEqualTo(1);
        assertThat(delivery(messages.getLast()).firstSeen()).isEqualTo(FakeStorage.START);
        assertThat(queue.texts()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsGivenUpAtOnceWithTheReason() {
        // given texts that no release of ours wrote, and one of a release to come
        queue.create();
        queue.send("<plain text>", Duration.ZERO);
        queue.send(base64("{\"v\":2,\"body\":\"{}\"}"), Duration.ZERO);
        queue.send(base64("{\"v\":1}"), Duration.ZERO);
        storage.send("good");

        // when they are received
        storage.start(message -> {
            messages.add(message);
            message.ack();
        });
        time.advance(Duration.ofSeconds(1));

        // then the good one is handled, the others are kept as they were
        assertThat(messages).extracting(Message::getPayload).containsExactly("good");
        assertThat(storage.poisoned)
                .extracting(Poisoned::reason)
                .containsExactly(
                        "it is unreadable: the text is not Base64",
                        "it is unreadable: its schema version is 2, this release reads up to 1",
                        "it is unreadable: it has no body");
        assertThat(storage.poison()).extracting(Envelope::body).contains("<plain text>");
    }

    @Test
    void anUnreadableTextThatLeavesNoRoomForAReasonIsKeptAsItIs() {
        // given the longest text that the service takes
        queue.create();
        queue.send("<".repeat(EnvelopeCodec.LIMIT), Duration.ZERO);

        // when it is received
        storage.start(messages::add);
        time.advance(Duration.ofSeconds(1));

        // then it lies in the poison queue unchanged
        assertThat(storage.queue(QUEUE + "-poison").texts()).containsExactly("<".repeat(EnvelopeCodec.LIMIT));
        assertThat(storage.poisoned).hasSize(1);
        assertThat(queue.texts()).isEmpty();
    }

    @Test
    void anOutageIsFoundOutWithoutReceivingAndEndsByItself() {
        // given a channel whose service stops answering for an hour
        IncomingQueueChannel channel = storage.start(message -> {
            messages.add(message);
            message.ack();
        });
        time.advance(Duration.ofSeconds(1));
        assertThat(ready(channel)).isTrue();
        queue.outage(true);
        time.advance(Duration.ofSeconds(1));
        int received = queue.requests("receive");

        // when an hour passes
        time.advance(Duration.ofHours(1));

        // then it was asked now and then whether it answers, no message was put at risk, and the channel is alive
        assertThat(queue.requests("receive")).isEqualTo(received);
        assertThat(queue.requests("probe")).isBetween(200, 300);
        assertThat(ready(channel)).isFalse();
        assertThat(ok(channel.health()::liveness)).isTrue();

        // and when it answers again, the channel recovers within a quarter of a minute
        queue.outage(false);
        storage.send("after");
        time.advance(Duration.ofSeconds(15));
        assertThat(messages).extracting(Message::getPayload).containsExactly("after");
        assertThat(ready(channel)).isTrue();
        assertThat(storage.ends).isEmpty();
    }

    @Test
    void whatWasFinishedDuringAnOutageIsDeletedAfterIt() {
        // given a handler that ends while nothing answers
        storage.send("work");
        storage.start(messages::add);
        time.advance(Duration.ofSeconds(1));
        queue.outage(true);
        var acknowledged = messages.getFirst().ack().toCompletableFuture();
        time.advance(Duration.ofMinutes(10));
        assertThat(acknowledged).isNotDone();

        // when the service answers again, long after the visibility ran out
        queue.outage(false);
        time.advance(Duration.ofSeconds(5));

        // then the message is deleted, and was handled once
        assertThat(acknowledged).isCompleted();
        assertThat(queue.texts()).isEmpty();
        time.advance(Duration.ofMinutes(5));
        assertThat(messages).hasSize(1);
    }

    @Test
    void aHandlerThatOutlivesAnOutageKeepsItsMessageWhenNobodyElseGotIt() {
        // given a handler that runs while nothing answers, for longer than the visibility
        storage.send("work");
        storage.start(messages::add);
        time.advance(Duration.ofSeconds(1));
        queue.outage(true);
        time.advance(Duration.ofMinutes(10));

        // when the service answers again
        queue.outage(false);
        time.advance(Duration.ofMinutes(5));

        // then no second handler was called, and the first one's success counts
        assertThat(messages).hasSize(1);
        messages.getFirst().ack();
        time.settle();
        assertThat(queue.texts()).isEmpty();
    }

    @Test
    void aHandlerThatWasToldOfTheLossAndReturnsDoesNotDeleteTheMessage() {
        // given a handler that is told in an outage that it may have lost its message
        storage.send("work");
        storage.start(messages::add);
        time.advance(Duration.ofSeconds(1));
        queue.outage(true);
        time.advance(Duration.ofMinutes(10));
        assertThat(delivery(messages.getFirst()).isLost()).isTrue();

        // when it stops half-way and returns
        messages.getFirst().ack();
        queue.outage(false);
        time.advance(Duration.ofMinutes(1));

        // then the message comes again
        assertThat(messages).hasSize(2);
        assertThat(queue.texts()).hasSize(1);
    }

    @Test
    void aQueueThatWasDeletedIsCreatedAgain() {
        // given a queue that somebody deletes under a running channel
        IncomingQueueChannel channel = storage.start(messages::add);
        time.advance(Duration.ofSeconds(1));
        queue.vanish();

        // when some time passes
        time.advance(Duration.ofSeconds(10));

        // then it exists again, and the channel receives from it
        assertThat(queue.requests("create")).isEqualTo(2);
        assertThat(ready(channel)).isTrue();
        storage.send("after");
        time.advance(Duration.ofSeconds(5));
        assertThat(messages).extracting(Message::getPayload).containsExactly("after");
    }

    @Test
    void aChannelThatStartsInAnOutageStartsWhenItEnds() {
        // given a storage that is down when the service starts
        queue.outage(true);
        IncomingQueueChannel channel = storage.start(messages::add);
        time.advance(Duration.ofMinutes(1));
        assertThat(ok(channel.health()::startup)).isFalse();

        // when it comes up
        queue.outage(false);
        time.advance(Duration.ofSeconds(20));

        // then the queue was created and the channel is started
        assertThat(ok(channel.health()::startup)).isTrue();
        assertThat(ready(channel)).isTrue();
    }

    @Test
    void drainingGivesBackWhatIsUnfinishedAndDoesNotCountIt() {
        // given a handler that does not finish
        storage.send("long");
        ManualTimer first = new ManualTimer(time.instant());
        IncomingQueueChannel channel = start(settings(), first, messages::add);
        first.settle();
        Delivery delivery = delivery(messages.getFirst());
        assertThat(delivery.isDraining()).isFalse();

        // when the service is shut down
        Thread drain = Thread.ofVirtual().start(channel::drain);
        while (drain.isAlive()) {
            first.advance(Duration.ofMillis(1));
        }

        // then the handler can know, and another service gets the message at once, as if for the first time
        assertThat(delivery.isDraining()).isTrue();
        assertThat(delivery.isLost()).isTrue();
        storage.start(messages::add);
        time.advance(Duration.ofSeconds(1));
        assertThat(messages).hasSize(2);
        assertThat(delivery(messages.getLast()).deliveries()).isEqualTo(1);
    }

    @Test
    void theStrategyFailEndsTheChannel() {
        // given a handler that fails
        storage.send("bad");
        storage.send("other");
        IncomingQueueChannel channel = storage.start(
                settings(1, Duration.ofSeconds(5)), new FailFailure(), storage.poisoned::add, time, message -> {
                    messages.add(message);
                    message.nack(new IllegalStateException());
                });

        // when it has
        time.advance(Duration.ofMinutes(1));

        // then the stream ended with its failure, nothing more was received, and the channel is not alive
        assertThat(storage.ends).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(messages).hasSize(1);
        assertThat(ok(channel.health()::liveness)).isFalse();
        assertThat(queue.texts()).hasSize(2);
    }

    private IncomingQueueChannel start(IncomingSettings settings, Consumer<Message<String>> handler) {
        return start(settings, time, handler);
    }

    private IncomingQueueChannel start(IncomingSettings settings, QueueTimer timer, Consumer<Message<String>> handler) {
        return storage.start(settings, new RetryFailure(), storage.poisoned::add, timer, handler);
    }

    private static boolean ready(IncomingQueueChannel channel) {
        return ok(channel.health()::readiness);
    }

    private static boolean ok(Consumer<HealthReportBuilder> part) {
        HealthReportBuilder report = HealthReport.builder();
        part.accept(report);
        return report.build().isOk();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
