package io.fhirferry.common.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private final RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(10), 5);

    @Test
    void pausesDoubleUpToTheLongest() {
        assertThat(policy.pause(1, 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(policy.pause(2, 1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.pause(4, 1)).isEqualTo(Duration.ofSeconds(8));
        assertThat(policy.pause(5, 1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(policy.pause(5, 0)).isEqualTo(Duration.ofSeconds(5));
    }

    @Property
    void noPauseIsLongerThanTheLongestOrShorterThanHalfTheShortest(
            @ForAll @LongRange(min = 1) long deliveries, @ForAll @DoubleRange(max = 1) double chance) {
        assertThat(policy.pause(deliveries, chance)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(10));
    }

    @Test
    void aMessageIsGivenUpWithItsLastDelivery() {
        assertThat(policy.exhaustedBy(4)).isFalse();
        assertThat(policy.exhaustedBy(5)).isTrue();
    }
}
