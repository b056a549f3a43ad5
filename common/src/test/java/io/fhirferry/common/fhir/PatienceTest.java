package io.fhirferry.common.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final Patience.Limits LIMITS =
            new Patience.Limits(4, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMinutes(1));

    private final TestPatience time = new TestPatience(LIMITS);
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void aCallThatHealsIsRepeatedUntilThen() {
        String result = time.patience().run(() -> {
            if (calls.incrementAndGet() < 3) {
                throw failure(503, Map.of());
            }
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(time.pauses()).hasSize(2);
    }

    @Test
    void delaysDoubleUpToTheLongestAndAreNeverHot() {
        assertThatThrownBy(() -> fail(failure(503, Map.of()))).isInstanceOf(FhirException.class);

        assertThat(calls).hasValue(4);
        assertThat(time.pauses()).hasSize(3);
        assertThat(time.pauses().get(0)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1000));
        assertThat(time.pauses().get(1)).isBetween(Duration.ofMillis(1000), Duration.ofMillis(2000));
        assertThat(time.pauses().get(2)).isBetween(Duration.ofMillis(1500), Duration.ofMillis(3000));
    }

    @Test
    void theServersOwnDelayIsKept() {
        assertThatThrownBy(() -> fail(failure(429, Map.of("Retry-After", List.of("11")))))
                .isInstanceOf(FhirException.class);

        assertThat(time.pauses()).containsOnly(Duration.ofSeconds(11));
    }

    @Test
    void aDelayBeyondTheTimeIsLeftToTheCallerAtOnce() {
        assertThatThrownBy(() -> fail(failure(429, Map.of("Retry-After", List.of("300")))))
                .isInstanceOfSatisfying(
                        FhirException.class,
                        failure -> assertThat(failure.retryAfter().delay()).hasMinutes(5));

        assertThat(time.pauses()).isEmpty();
        assertThat(calls).hasValue(1);
    }

    @Test
    void whatDoesNotHealIsNotRepeated() {
        assertThatThrownBy(() -> fail(failure(400, Map.of()))).isInstanceOf(FhirException.class);

        assertThat(calls).hasValue(1);
    }

    @Test
    void aThreadThatIsToldToStopStops() {
        Patience patience = new Patience(
                LIMITS,
                time.clock(),
                delay -> {
                    throw new InterruptedException();
                },
                new java.util.Random(7));

        assertThatThrownBy(() -> patience.run(() -> {
                    calls.incrementAndGet();
                    throw failure(503, Map.of());
                }))
                .isInstanceOf(FhirException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls).hasValue(1);
    }

    @Test
    void theRealPauseLastsAsLongAsItSays() throws InterruptedException {
        long begin = System.nanoTime();
        Pause.real().take(Duration.ofMillis(30));

        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(30_000_000L);
    }

    private void fail(FhirException failure) {
        time.patience().run(() -> {
            calls.incrementAndGet();
            throw failure;
        });
    }

    private FhirException failure(int status, Map<String, List<String>> headers) {
        return FhirException.refused(
                "A call",
                new FhirResponse(
                        URI.create("http://h.example"),
                        status,
                        HttpHeaders.of(headers, (name, value) -> true),
                        new byte[0],
                        time.clock()));
    }
}
