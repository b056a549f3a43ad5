package io.fhirferry.common.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.http.HttpMethod;
import com.azure.storage.queue.QueueServiceClient;
import io.fhirferry.local.azurite.Azurite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The incoming channel against the queues of Azurite, each test with queues of its own. */
class IncomingQueueChannelIT {

    private static final Duration REQUEST = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name = "it-" + UUID.randomUUID();
    private final AtomicInteger receives = new AtomicInteger();
    private final QueueServiceClient client = client(Azurite.shared());
    private final QueueService service = name -> new StorageQueue(client.getQueueClient(name), REQUEST);
    private final QueueAccess queue = service.queue(name);
    private final EnvelopeCodec codec = new EnvelopeCodec();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

    @BeforeEach
    void create() {
        queue.create();
    }

    @AfterEach
    void delete() {
        client.getQueueClient(name).deleteIfExists();
        client.getQueueClient(name + "-poison").deleteIfExists();
    }

    @Test
    void aMessageOfAKilledProcessIsDeliveredAgain() {
        // given a process that is killed while it handles a message
        send("work");
        LiveChannel killed = start(settings().build(), (body, delivery) -> {
            deliveries.add(delivery);
            new CountDownLatch(1).await();
        });
        await().atMost(PATIENCE).until(() -> deliveries.size() == 1);
        killed.kill();

        // when another runs
        try (LiveChannel other = start(settings().build(), this::note)) {
            await().atMost(PATIENCE).until(() -> deliveries.size() == 2);

            // then it gets the message as the second delivery, and completes it
            assertThat(deliveries.getLast().deliveries()).isEqualTo(2);
            assertThat(deliveries.getLast().messageId())
                    .isEqualTo(deliveries.getFirst().messageId());
            await().atMost(PATIENCE).until(() -> queue.depth() == 0);
            assertThat(other.ends()).isEmpty();
        }
    }

    @Test
    void aMessageIsHeldForAsLongAsItsHandlerRunsAndProgressIsKept() {
        // given a visibility of 2 seconds, and a handler that takes 7 and records its progress
        send("0");
        try (LiveChannel channel = start(settings().build(), (body, delivery) -> {
            note(body, delivery);
            for (int step = 1; step <= 7; step++) {
                awaitSeconds(1);
                delivery.progress("" + step);
            }
            if (bodies.size() == 1) {
                throw new IllegalStateException("made to fail");
            }
        })) {
            // when it has failed once
            await().atMost(PATIENCE).until(() -> bodies.size() == 2);

            // then the next delivery begins with the last progress, and nothing was lost
            assertThat(bodies).containsExactly("0", "7");
            assertThat(deliveries.getLast().deliveries()).isEqualTo(1);
            assertThat(deliveries.getLast().lastError()).contains(IllegalStateException.class.getName());
            await().atMost(PATIENCE).until(() -> queue.depth() == 0);
            assertThat(channel.counted("ferry.queue.lost")).isZero();
        }
    }

    @Test
    void aHandlerLearnsThatItsMessageIsGone() {
        // given a message that is deleted behind the handler's back
        send("taken");
        CountDownLatch end = new CountDownLatch(1);
        try (LiveChannel channel = start(settings().build(), (body, delivery) -> {
            note(body, delivery);
            end.await(20, TimeUnit.SECONDS);
        })) {
            await().atMost(PATIENCE).until(() -> deliveries.size() == 1);
            client.getQueueClient(name).clearMessages();

            // when its visibility is to be renewed
            await().atMost(PATIENCE).until(() -> deliveries.getFirst().isLost());

            // then progress is refused, and the loss is counted
            assertThatThrownBy(() -> deliveries.getFirst().progress("more")).isInstanceOf(MessageLostException.class);
            end.countDown();
            await().atMost(PATIENCE).until(() -> channel.counted("ferry.queue.lost") == 1);
            assertThat(channel.ends()).isEmpty();
        }
    }

    @Test
    void aPostponedMessageComesAfterItsTimeToWhomeverRunsThen() {
        // given a process that postpones a message by 3 seconds, and is stopped
        send("begin");
        Instant until = Instant.now().plusSeconds(3);
        LiveChannel first = start(settings().build(), (body, delivery) -> {
            note(body, delivery);
            delivery.postpone(until, "go on");
        });
        await().atMost(PATIENCE).until(() -> first.counted("ferry.queue.handled") == 1);
        first.close();

        // when another runs
        AtomicInteger early = new AtomicInteger();
        try (LiveChannel other = start(settings().build(), (body, delivery) -> {
            note(body, delivery);
            early.addAndGet(Instant.now().isBefore(until) ? 1 : 0);
        })) {
            await().atMost(PATIENCE).until(() -> bodies.size() == 2);

            // then it gets the new body, not too early, as a first delivery, and the first time is remembered
            assertThat(bodies).containsExactly("begin", "go on");
            assertThat(early.get()).isZero();
            assertThat(deliveries.getLast().deliveries()).isEqualTo(1);
            assertThat(deliveries.getLast().firstSeen())
                    .isEqualTo(deliveries.getFirst().firstSeen());
            await().atMost(PATIENCE).until(() -> queue.depth() == 0);
            assertThat(other.ends()).isEmpty();
        }
    }

    @Test
    void aThousandPoisonMessagesDoNotHoldUpTheGoodOneBehindThem() {
        // given a thousand texts that no release of ours wrote, and a message behind them
        IntStream.range(0, 1000).parallel().forEach(i -> queue.send("stranger " + i, Duration.ZERO));
        send("good");

        // when the queue is received from
        try (LiveChannel channel = start(settings().build(), this::note)) {
            // then the good one is handled, and all others are in the poison queue, none dropped
            await().atMost(Duration.ofMinutes(4)).until(() -> bodies.contains("good"));
            await().atMost(Duration.ofMinutes(4)).until(() -> channel.poisoned().size() >= 1000 && queue.depth() == 0);
            assertThat(channel.poisoned().stream().map(Poisoned::body).distinct())
                    .hasSize(1000);
            assertThat(service.queue(name + "-poison").depth()).isGreaterThanOrEqualTo(1000);
            assertThat(bodies).containsExactly("good");
            assertThat(channel.ends()).isEmpty();
        }
    }

    @Test
    void aDrainedChannelLetsHandlersFinishAndGivesBackTheRest() {
        // given a quick and an endless handler under way
        send("quick");
        send("endless");
        CountDownLatch never = new CountDownLatch(1);
        LiveChannel channel = start(settings().visibility(Duration.ofMinutes(1)).build(), (body, delivery) -> {
            note(body, delivery);
            if (body.equals("quick")) {
                awaitSeconds(1);
            } else {
                never.await(60, TimeUnit.SECONDS);
            }
        });
        await().atMost(PATIENCE).until(() -> bodies.size() == 2);

        // when the channel is drained
        channel.close();

        // then the quick one is done, and the other is received by the next process at once and as a first delivery
        assertThat(channel.counted("ferry.queue.handled")).isEqualTo(1);
        bodies.clear();
        try (LiveChannel next = start(settings().build(), this::note)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> bodies.contains("endless"));
            assertThat(bodies).containsExactly("endless");
            assertThat(deliveries.getLast().deliveries()).isEqualTo(1);
            assertThat(next.ends()).isEmpty();
        }
        never.countDown();
    }

    @Test
    void aMessageOfExactlyTheLimitIsSentReceivedAndPostponed() {
        // given a body that makes exactly 64 KiB as encoded
        Envelope empty = Envelope.of("", Instant.now(), Envelope.NEVER, Map.of());
        int overhead = Base64.getDecoder().decode(codec.encode(empty, name)).length;
        String longest = "x".repeat(EnvelopeCodec.LIMIT / 4 * 3 - overhead);
        String text = codec.encode(empty.progressed(longest, 0), name);
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSize(65_536);
        queue.send(text, Duration.ZERO);

        // when its handler fails, so that no room is left for the class of the failure
        try (LiveChannel channel = start(settings().build(), (body, delivery) -> {
            note(body, delivery);
            if (bodies.size() == 1) {
                throw new IllegalStateException("made to fail");
            }
        })) {
            // then it comes again all the same
            await().atMost(PATIENCE).until(() -> bodies.size() == 2);
            assertThat(bodies).containsExactly(longest, longest);
            await().atMost(PATIENCE).until(() -> queue.depth() == 0);
            assertThat(channel.poisoned()).isEmpty();
        }

        // and one byte more is refused by the service too, so the limit is not smaller than it must be
        assertThatThrownBy(() -> queue.send(text + "x", Duration.ZERO)).isInstanceOf(QueueRefusedException.class);
    }

    @Test
    void anIdleQueueIsPolledSeldomAndABusyOneOften() {
        // given a queue that nothing comes to for 6 seconds, with pauses of up to half a second
        IncomingSettings settings = settings().pollMax(Duration.ofMillis(500)).build();
        List<Duration> hops = new CopyOnWriteArrayList<>();
        try (LiveChannel channel = start(settings, (body, delivery) -> {
            hops.add(Duration.between(Instant.parse(body), Instant.now()));
        })) {
            await().atMost(PATIENCE).until(channel::ready);
            awaitSeconds(6);

            // when two more seconds pass, then there are four polls, give or take one
            int before = receives.get();
            awaitSeconds(2);
            assertThat(receives.get() - before).isBetween(2, 5);

            // and when messages come a few times a second, then half of them are handled within half a second
            IntStream.range(0, 20).forEach(i -> {
                send(Instant.now().toString());
                awaitMillis(150);
            });
            await().atMost(PATIENCE).until(() -> hops.size() == 20);
            assertThat(hops.stream().sorted().toList().get(10)).isLessThan(Duration.ofMillis(500));
            assertThat(channel.meters().get("ferry.queue.polls").counter().count())
                    .isEqualTo(receives.get());
        }
    }

    @Test
    void aPausedStorageIsSurvivedAndTheChannelRecoversByItself() throws Exception {
        // given a storage of its own, and a channel that works
        try (Azurite azurite = Azurite.start()) {
            QueueServiceClient own = client(azurite);
            QueueService ownService = name -> new StorageQueue(own.getQueueClient(name), Duration.ofSeconds(1));
            QueueAccess ownQueue = ownService.queue(name);
            ownQueue.create();
            CountDownLatch end = new CountDownLatch(1);
            try (LiveChannel channel = new LiveChannel(ownService, settings().build(), (body, delivery) -> {
                note(body, delivery);
                if (body.equals("long")) {
                    end.await(60, TimeUnit.SECONDS);
                }
            })) {
                ownQueue.send(text("long"), Duration.ZERO);
                await().atMost(PATIENCE).until(() -> bodies.contains("long") && channel.ready());

                // when the storage is paused for 10 seconds, and a handler ends meanwhile
                signal(azurite, "STOP");
                try {
                    await().atMost(PATIENCE).until(() -> !channel.ready());
                    assertThat(channel.alive()).isTrue();
                    end.countDown();
                    awaitSeconds(10);
                } finally {
                    signal(azurite, "CONT");
                }

                // then the channel becomes ready, handles what comes, and the finished work is not lost
                await().atMost(PATIENCE).until(channel::ready);
                ownQueue.send(text("after"), Duration.ZERO);
                await().atMost(PATIENCE).until(() -> bodies.contains("after"));
                await().atMost(PATIENCE).until(() -> ownQueue.depth() == 0);
                assertThat(channel.poisoned()).isEmpty();
                assertThat(channel.ends()).isEmpty();
            }
        }
    }

    private LiveChannel start(IncomingSettings settings, LiveChannel.Handler handler) {
        return new LiveChannel(service, settings, handler);
    }

    private void note(String body, Delivery delivery) {
        deliveries.add(delivery);
        bodies.add(body);
    }

    private void send(String body) {
        queue.send(text(body), Duration.ZERO);
    }

    private String text(String body) {
        return codec.encode(Envelope.of(body, Instant.now(), Envelope.NEVER, Map.of()), name);
    }

    private SettingsBuilder settings() {
        return new SettingsBuilder(name);
    }

    private QueueServiceClient client(Azurite azurite) {
        return QueueClients.builder()
                .connectionString(azurite.connectionString())
                .addPolicy((context, next) -> {
                    var request = context.getHttpRequest();
                    if (request.getHttpMethod() == HttpMethod.GET
                            && request.getUrl().getPath().endsWith("/messages")
                            && request.getUrl().getQuery().contains("visibilitytimeout")) {
                        receives.incrementAndGet();
                    }
                    return next.process();
                })
                .buildClient();
    }

    private static void signal(Azurite azurite, String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, "" + azurite.process().pid())
                .start()
                .waitFor();
    }

    private static void awaitSeconds(int seconds) {
        awaitMillis(seconds * 1000L);
    }

    /** Lets real time pass, where the passing of time is what is tested. */
    private static void awaitMillis(long millis) {
        await().pollDelay(Duration.ofMillis(millis))
                .atMost(Duration.ofMillis(millis + 5000))
                .until(() -> true);
    }
}
