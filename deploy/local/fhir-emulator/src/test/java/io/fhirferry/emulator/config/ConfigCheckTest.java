package io.fhirferry.emulator.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCheckTest {

    @Test
    void theDefaultsAreFine() {
        assertThatCode(() -> ConfigCheck.verify(config(Map.of()))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "emulator.max-bundle-entries, 0",
        "emulator.export.jobs, 0",
        "emulator.import.jobs, -1",
        "emulator.completion-delay, PT-1S",
        "emulator.import.throttle, PT-1S",
        "emulator.export.file-resources, 10001",
        "emulator.storage.connection-string, nonsense",
        "emulator.auth.bearer-token, '   '",
    })
    void aWrongValueIsNamedByItsKey(String key, String value) {
        EmulatorConfig config = config(Map.of(key, value));

        assertThatThrownBy(() -> ConfigCheck.verify(config))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key)
                .hasMessageContaining("must be");
    }

    @Test
    void initialModeNeedsAServerThatCanImport() {
        EmulatorConfig config =
                config(Map.of("emulator.import.initial-mode", "true", "emulator.profile", "api-for-fhir"));

        assertThatThrownBy(() -> ConfigCheck.verify(config)).hasMessageContaining("emulator.import.initial-mode");
    }

    @Test
    void anUnknownProfileIsNamedByItsKey() {
        assertThatThrownBy(() -> config(Map.of("emulator.profile", "hapi"))).hasMessageContaining("emulator.profile");
    }

    private static EmulatorConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(EmulatorConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withConverter(Duration.class, 200, Duration::parse)
                .build()
                .getConfigMapping(EmulatorConfig.class);
    }
}
