package io.fhirferry.local.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private static final Clock AUTUMN = Clock.fixed(Instant.parse("2026-10-01T00:00:00Z"), ZoneOffset.UTC);

    @Test
    void everythingButTheFolderHasADefault() {
        Options options = Options.parse(List.of("--out", "here"), AUTUMN);

        assertThat(options.out()).isEqualTo(Path.of("here"));
        assertThat(options.patients()).isPositive();
        assertThat(options.life().boundaries()).hasSize(6);
        assertThat(options.changes().from()).isEqualTo(options.life().to());
    }

    @Test
    void instantsAndShortBoundariesAreRead() {
        Options options = Options.parse(
                List.of("--out", "x", "--from", "2026-04-30T12:00:00.500Z", "--boundary", "PT6H", "--seed", "9"),
                AUTUMN);

        assertThat(options.life().from()).isEqualTo("2026-04-30T12:00:00.500Z");
        assertThat(options.life().step()).isEqualTo(Duration.ofHours(6));
        assertThat(options.seed()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({
        "--patients, 0",
        "--patients, many",
        "--newcomers, -1",
        "--seed, x",
        "--from, yesterday",
        "--from, 2026-01-01T00:00:00.0000001Z",
        "--from, 2026-05-01",
        "--to, 2026-06-01",
        "--till, 2027-01-01",
        "--boundary, P0D",
        "--boundary, -P1M",
        "--boundary, weekly",
        "--deletions, some",
        "--colour, red"
    })
    void aWrongOptionIsNamed(String option, String value) {
        assertThatThrownBy(() -> Options.parse(List.of("--out", "x", option, value), AUTUMN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(option);
    }

    @Test
    void aMissingFolderIsNamed() {
        assertThatThrownBy(() -> Options.parse(List.of(), AUTUMN)).hasMessageContaining("--out is missing");
    }

    @Test
    void aMissingValueIsNamed() {
        assertThatThrownBy(() -> Options.parse(List.of("--out"), AUTUMN)).hasMessageContaining("--out needs a value");
    }
}
