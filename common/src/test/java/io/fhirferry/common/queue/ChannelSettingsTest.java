package io.fhirferry.common.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelSettingsTest {

    @Test
    void theDefaultsAreValidAndTheQueueIsNamedLikeTheChannel() {
        IncomingSettings settings = incoming(Map.of());
        assertThat(settings.queue()).isEqualTo("orders");
        assertThat(settings.visibility()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.pollMin()).isEqualTo(Duration.ofMillis(50));
        assertThat(settings.pollMax()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.retry()).isEqualTo(new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5), 5));
    }

    @Test
    void durationsCanBeWrittenShort() {
        assertThat(incoming(Map.of("poll-max", "7s")).pollMax()).isEqualTo(Duration.ofSeconds(7));
        assertThat(incoming(Map.of("poll-max", "PT1M")).pollMax()).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource({
        "queue, Orders_1, lower-case",
        "queue, a--b, hyphens",
        "max-in-flight, 0, from 1 to 1000",
        "max-deliveries, 1001, from 1 to 1000",
        "visibility-timeout, 1s, from PT2S",
        "visibility-timeout, soon, a duration such as",
        "request-timeout, 2m, less than visibility-timeout",
        "poll-max, 1ms, from PT0.05S",
        "retry-max, 8760h, to PT168H"
    })
    void whatIsWrongIsToldWithKeyValueAndWhatIsRight(String key, String value, String right) {
        assertThatThrownBy(() -> incoming(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mp.messaging.incoming.orders." + key + " is '" + value + "'")
                .hasMessageContaining(right);
    }

    private static IncomingSettings incoming(Map<String, String> attributes) {
        Map<String, String> all = new HashMap<>(attributes);
        all.put("channel-name", "orders");
        Config config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build();
        return IncomingSettings.of(new QueueConnectorIncomingConfiguration(config));
    }
}
