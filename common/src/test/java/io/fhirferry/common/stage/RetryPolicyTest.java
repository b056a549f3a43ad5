package io.fhirferry.common.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final RetryPolicy POLICY = new RetryPolicy(3, Duration.ofSeconds(10), Duration.ofMinutes(1));

    @Test
    void pausesDoubleUpToTheLongest() {
        assertThat(POLICY.pause(1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(POLICY.pause(2)).isEqualTo(Duration.ofSeconds(20));
        assertThat(POLICY.pause(3)).isEqualTo(Duration.ofSeconds(40));
        assertThat(POLICY.pause(4)).isEqualTo(Duration.ofMinutes(1));
    }

    @Property
    void noPauseIsShorterThanTheFirstOrLongerThanTheLongest(@ForAll @IntRange(min = 1) int failed) {
        assertThat(POLICY.pause(failed)).isBetween(POLICY.first(), POLICY.longest());
    }

    @Test
    void asManyAttemptsAsConfiguredFollowTheFirst() {
        assertThat(POLICY.allows(3)).isTrue();
        assertThat(POLICY.allows(4)).isFalse();
        assertThat(new RetryPolicy(0, Duration.ZERO, Duration.ZERO).allows(1)).isFalse();
    }

    @Test
    void policiesThatMakeNoSenseAreRefused() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new RetryPolicy(-1, second, second)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryPolicy(1, second.negated(), second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryPolicy(1, second, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
