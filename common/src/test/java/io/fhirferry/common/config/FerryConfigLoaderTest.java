package io.fhirferry.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FerryConfigLoaderTest {

    @Test
    void aCompleteConfigurationIsReadWithItsDefaults() {
        ConfigResult result = Complete.load(Complete.with(
                "ferry.migration.end", "2026-01-01T00:00:00Z", "ferry.migration.types", "Patient,Observation"));

        assertThat(result).isInstanceOfSatisfying(ConfigResult.Sound.class, sound -> {
            assertThat(sound.config().migration().end()).contains(Instant.parse("2026-01-01T00:00:00Z"));
            assertThat(sound.config().migration().types()).contains(List.of("Patient", "Observation"));
            assertThat(sound.config().migration().start()).isEmpty();
            assertThat(sound.config().migration().window()).isEqualTo(Duration.ofDays(30));
            assertThat(sound.config().imports().mode()).isEqualTo("import");
        });
    }

    @Test
    void theEnvironmentIsReadByItsOwnNames() {
        Map<String, String> environment = Complete.properties().entrySet().stream()
                .collect(Collectors.toMap(entry -> Key.variable(entry.getKey()), Map.Entry::getValue));

        ConfigResult result = FerryConfigLoader.load(new EnvConfigSource(environment, 300));

        assertThat(result).isInstanceOfSatisfying(ConfigResult.Sound.class, sound -> assertThat(
                        sound.config().migration().id())
                .isEqualTo("clinic-2026"));
    }

    @Test
    void aMistypedVariableOfTheEnvironmentIsFound() {
        ConfigResult result =
                FerryConfigLoader.load(new EnvConfigSource(Map.of("FERRY_SOURCE_URI", "https://old.example.org"), 300));

        assertThat(result).isInstanceOfSatisfying(ConfigResult.Unsound.class, unsound -> assertThat(unsound.problems())
                .extracting(problem -> problem.line("ferry-copier"))
                .contains("ferry-copier cannot start: FERRY_SOURCE_URI is not known: did you mean FERRY_SOURCE_URL?"
                        + " Otherwise remove it"));
    }

    @Property(tries = 500)
    void whateverAKeyIsSetToTheAnswerIsAResultAndEveryLineIsOne(
            @ForAll("keys") String key, @ForAll("values") String value) {
        assertThat(Complete.lines(Complete.with(key, value))).allSatisfy(line -> assertThat(line)
                .startsWith("ferry-exporter cannot start: ")
                .doesNotContain("\n", "\r"));
    }

    @Property(tries = 200)
    void aSecretIsNeverShown(@ForAll("secrets") String key) {
        String secret = "s3cret value?;=";

        assertThat(Complete.lines(Complete.with(key, secret))).isNotEmpty().noneMatch(line -> line.contains("s3cret"));
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.of(Keys.all().keySet());
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.of(
                Keys.all().values().stream().filter(Key::secret).map(Key::name).toList());
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.of("", " ", ",", "0", "-1", "99999999999999999999", "+5", " PT5M", "PT5M", "P1D", "-PT1S"),
                Arbitraries.of("http:", "http://", "https://a b", "https://[", "HTTP://A.example/", "x://y", "none"),
                Arbitraries.of(
                        "true", "TRUE", "Patient, Group", "2020-01-01T00:00:00Z", "+1000000000-01-01T00:00:00Z"));
    }
}
