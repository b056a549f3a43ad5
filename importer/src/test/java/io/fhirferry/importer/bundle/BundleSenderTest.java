package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.stage.Heartbeat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleSenderTest {

    private static final Lease LEASE = new Lease(Heartbeat.NONE, Duration.ofSeconds(10));

    private final BundleServer server = new BundleServer();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final Told told = new Told();
    private final AtomicLong nanos = new AtomicLong();
    private final BundleSender sender = new BundleSender(
            server.client(),
            new Permits(() -> 8, () -> nanos.addAndGet(Duration.ofSeconds(5).toNanos())),
            new Patience(5, Duration.ofMinutes(1), RandomGenerator.of("L64X128MixRandom")),
            pauses::add);

    @AfterEach
    void stop() {
        server.close();
    }

    /** What the lines came to. */
    private static final class Told implements Outcomes {
        private final AtomicInteger arrived = new AtomicInteger();
        private final Map<String, String> rejected = new TreeMap<>();
        private final List<String> deferred = new ArrayList<>();
        private final Map<String, String> requestIds = new TreeMap<>();

        @Override
        public void arrived(int lines) {
            arrived.addAndGet(lines);
        }

        @Override
        public void rejected(Bundle bundle, int entry, Refusal refusal) {
            rejected.put(bundle.url(entry), refusal.reason().name());
            requestIds.put(bundle.url(entry), refusal.requestId());
        }

        @Override
        public void deferred(Bundle bundle, int entry, Refusal refusal) {
            deferred.add(bundle.url(entry));
            requestIds.put(bundle.url(entry), refusal.requestId());
        }
    }

    private static Bundle patients(int count) {
        BundleWriter writer = new BundleWriter(BundleKind.BATCH, count, 1_000_000);
        IntStream.range(0, count).forEach(i -> {
            Line line = Line.of(
                    "{\"resourceType\":\"Patient\",\"id\":\"p%d\"}".formatted(i).getBytes(StandardCharsets.UTF_8));
            writer.add(line, ((HeaderResult.Read) ResourceHeader.read(line)).header());
        });
        return writer.build();
    }

    private void send(Bundle bundle) throws InterruptedException {
        sender.send(bundle, Freshness.IN_ORDER, LEASE, told);
    }

    @Test
    void aBundleThatIsTakenIsSentOnce() throws InterruptedException {
        send(patients(10));

        assertThat(told.arrived).hasValue(10);
        assertThat(server.sizes()).containsExactly(10);
        assertThat(server.resources()).hasSize(10);
    }

    @Test
    void onlyWhatWasThrottledIsSentAgain() throws InterruptedException {
        // given a server that has no room for every second entry, once
        server.entries(one -> one.url().matches(".*[13579]") && server.sizes().size() < 2
                ? new BundleServer.Said("429", "")
                : BundleServer.Said.DONE);

        // when
        send(patients(10));

        // then
        assertThat(told.arrived).hasValue(10);
        assertThat(server.sizes()).containsExactly(10, 5);
        assertThat(server.writes().values()).containsOnly(1);
        assertThat(pauses).isNotEmpty();
    }

    @Test
    void aThrottledRequestWaitsAsLongAsItWasAsked() throws InterruptedException {
        // given
        AtomicInteger requests = new AtomicInteger();
        server.requests(body -> requests.getAndIncrement() < 2
                ? BundleServer.Whole.refused(429).retryAfter(3)
                : BundleServer.Whole.TAKEN);

        // when
        send(patients(3));

        // then
        assertThat(told.arrived).hasValue(3);
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void aServerThatIsAwayForLongIsLeftToTheQueue() {
        server.requests(body -> BundleServer.Whole.refused(503).retryAfter(40));

        assertThatThrownBy(() -> sender.send(patients(3), Freshness.IN_ORDER, LEASE, told))
                .isInstanceOfSatisfying(DestinationAwayException.class, away -> assertThat(away.pause())
                        .isEqualTo(Duration.ofSeconds(40)));
        assertThat(told.arrived).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void aBundleRefusedAsAWholeIsHalvedUntilTheLineToBlameStandsAlone(int status) throws InterruptedException {
        // given
        server.requests(
                body -> body.contains("\"p5\"") ? BundleServer.Whole.refused(status) : BundleServer.Whole.TAKEN);

        // when
        send(patients(16));

        // then
        assertThat(told.arrived).hasValue(15);
        assertThat(told.rejected).containsExactly(Map.entry("Patient/p5", status == 413 ? "TOO_LARGE" : "REFUSED"));
        assertThat(server.writes().values()).containsOnly(1);
    }

    @Test
    void aLineThatMakesTheServerFailIsRejectedWhileTheOthersArrive() throws InterruptedException {
        // given
        server.requests(body -> body.contains("\"p5\"") ? BundleServer.Whole.refused(500) : BundleServer.Whole.TAKEN);

        // when
        send(patients(8));

        // then
        assertThat(told.arrived).hasValue(7);
        assertThat(told.rejected).containsExactly(Map.entry("Patient/p5", "SERVER_FAULT"));
        assertThat(server.writes().values()).containsOnly(1);
    }

    @Test
    void aLineThatMakesTheServerFailIsRejectedAfterFiveTriesAlsoWhenThereIsNoOther() throws InterruptedException {
        // given a server that answers everything but this
        AtomicInteger tries = new AtomicInteger();
        server.requests(body -> {
            if (body.contains("\"PUT\"")) {
                tries.incrementAndGet();
                return BundleServer.Whole.refused(500);
            }
            return BundleServer.Whole.TAKEN;
        });

        // when
        send(patients(1));

        // then
        assertThat(tries).hasValue(5);
        assertThat(told.rejected).containsExactly(Map.entry("Patient/p0", "SERVER_FAULT"));
    }

    @Test
    void aServerThatReadsAndFailsAtEveryWriteIsToBlameItself() {
        server.requests(body -> body.contains("\"PUT\"") ? BundleServer.Whole.refused(500) : BundleServer.Whole.TAKEN);

        assertThatThrownBy(() -> sender.send(patients(64), Freshness.IN_ORDER, LEASE, told))
                .isInstanceOfSatisfying(FhirException.class, failure -> assertThat(failure.retryable())
                        .isTrue());
        assertThat(told.rejected).hasSize(20);
    }

    @Test
    void aServerThatFailsAtEverythingGetsNoLineRejected() {
        server.requests(body -> BundleServer.Whole.refused(500));

        assertThatThrownBy(() -> sender.send(patients(4), Freshness.IN_ORDER, LEASE, told))
                .isInstanceOf(DestinationAwayException.class);
        assertThat(told.rejected).isEmpty();
    }

    @Test
    void aServerThatRefusesEveryBundleIsNoReasonToRejectAllLines() {
        server.requests(body -> BundleServer.Whole.refused(400));

        assertThatThrownBy(() -> sender.send(patients(64), Freshness.IN_ORDER, LEASE, told))
                .isInstanceOfSatisfying(FhirException.class, refused -> assertThat(refused.retryable())
                        .isFalse());
        assertThat(told.rejected).hasSizeLessThanOrEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405})
    void aServerThatTakesNoBundlesFromUsEndsTheWork(int status) {
        server.requests(body -> BundleServer.Whole.refused(status));

        assertThatThrownBy(() -> sender.send(patients(64), Freshness.IN_ORDER, LEASE, told))
                .isInstanceOf(FhirException.class);
        assertThat(told.rejected).isEmpty();
    }

    @Test
    void aShortAnswerLosesNoLine() throws InterruptedException {
        // given
        AtomicInteger requests = new AtomicInteger();
        server.requests(body -> requests.getAndIncrement() == 0
                ? new BundleServer.Whole(200, "{\"resourceType\":\"Bundle\",\"entry\":[]}", 0)
                : BundleServer.Whole.TAKEN);

        // when
        send(patients(3));

        // then
        assertThat(told.arrived).hasValue(3);
    }

    @Test
    void anAnswerThatIsAlwaysShortFailsTheWork() {
        server.requests(body -> new BundleServer.Whole(200, "{\"resourceType\":\"Bundle\",\"entry\":[]}", 0));

        assertThatThrownBy(() -> sender.send(patients(3), Freshness.IN_ORDER, LEASE, told))
                .isInstanceOfSatisfying(FhirException.class, failure -> assertThat(failure.reason())
                        .isEqualTo(FhirException.Reason.UNUSABLE_ANSWER));
        assertThat(told.arrived).hasValue(0);
    }

    @Test
    void refusedEntriesAreToldApart() throws InterruptedException {
        // given
        server.entries(one -> switch (one.url()) {
            case "Patient/p1" -> new BundleServer.Said("422 Unprocessable Entity", "invariant");
            case "Patient/p2" -> new BundleServer.Said("400", "HAPI-1094: Resource X not found, specified in path: Y");
            case "Patient/p3" -> new BundleServer.Said("500", "");
            default -> BundleServer.Said.DONE;
        });

        // when
        send(patients(5));

        // then
        assertThat(told.arrived).hasValue(2);
        assertThat(told.deferred).containsExactly("Patient/p2");
        assertThat(told.rejected)
                .containsExactly(Map.entry("Patient/p1", "REFUSED"), Map.entry("Patient/p3", "SERVER_FAULT"));
        assertThat(server.sizes()).containsExactly(5, 1, 1, 1, 1, 1);
    }

    @Test
    void everyRefusedLineNamesTheRequestWhoseAnswerRefusedIt() throws InterruptedException {
        // given lines that are refused at once, wait for another, are tried five times more, and spoil their bundle
        server.requests(body -> body.contains("\"p0\"") ? BundleServer.Whole.refused(422) : BundleServer.Whole.TAKEN)
                .entries(one -> switch (one.url()) {
                    case "Patient/p4" -> new BundleServer.Said("422 Unprocessable Entity", "invariant");
                    case "Patient/p5" ->
                        new BundleServer.Said("400", "HAPI-1094: Resource X not found, specified in path: Y");
                    case "Patient/p6" -> new BundleServer.Said("409 Conflict", "");
                    default -> BundleServer.Said.DONE;
                });

        // when
        send(patients(8));

        // then the first half is halved twice until the line stands alone, then comes the other half
        assertThat(told.requestIds)
                .isEqualTo(Map.of(
                        "Patient/p0", "request-4",
                        "Patient/p4", "request-7",
                        "Patient/p5", "request-7",
                        "Patient/p6", "request-12"));
    }

    @Test
    void aDestinationWithoutRoomForAnyEntrySaysInWhichRequest() {
        server.entries(one -> new BundleServer.Said("503 Service Unavailable", "quotes Jane Doe"));

        assertThatThrownBy(() -> send(patients(3)))
                .isInstanceOf(DestinationAwayException.class)
                .hasMessageContaining("a passing failure: HTTP 503, request id request-")
                .hasMessageNotContaining("Jane");
    }

    @Test
    void whatIsNotThereIsAsGoodAsDeleted() throws InterruptedException {
        // given
        BundleWriter writer = new BundleWriter(BundleKind.BATCH, 2, 1_000);
        writer.delete("Patient", "p1", 0, 1);
        server.entries(one -> new BundleServer.Said("404 Not Found", ""));

        // when
        send(writer.build());

        // then
        assertThat(told.arrived).hasValue(1);
    }

    @Test
    void aStaleWriterThatWakesUpLateWritesNothing() {
        // given somebody who slept until his message belonged to somebody else
        Heartbeat late = new Heartbeat() {
            @Override
            public void beat() {
                // Nobody has told him yet.
            }

            @Override
            public Duration remaining() {
                return Duration.ofMillis(900);
            }
        };

        // when
        assertThatThrownBy(() ->
                        sender.send(patients(3), Freshness.IN_ORDER, new Lease(late, Duration.ofSeconds(30)), told))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing more is written")
                .hasMessageContaining("visibility-timeout");

        // then
        assertThat(server.resources()).isEmpty();
    }

    @Test
    void aRequestMayTakeNoLongerThanItsMessageIsHidden() {
        Heartbeat half = new Heartbeat() {
            @Override
            public void beat() {
                // Alive.
            }

            @Override
            public Duration remaining() {
                return Duration.ofSeconds(31);
            }
        };

        assertThat(new Lease(half, Duration.ofMinutes(2)).timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(new Lease(half, Duration.ofSeconds(10)).timeout()).isEqualTo(Duration.ofSeconds(10));
    }
}
