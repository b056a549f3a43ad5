package io.fhirferry.common.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class InstantTextPropertyTest {

    @Property
    void itReadsWhatTheFormatterReads(@ForAll("texts") String text) {
        assertThat(read(text, InstantText::parse))
                .isEqualTo(read(text, one -> OffsetDateTime.parse(one).toInstant()));
    }

    @Example
    void itReadsInstantsOfServers() {
        assertThat(InstantText.parse("2024-02-29T23:59:59Z")).isEqualTo("2024-02-29T23:59:59Z");
        assertThat(InstantText.parse("2024-02-29T23:59:59.9Z")).isEqualTo("2024-02-29T23:59:59.900Z");
        assertThat(InstantText.parse("2024-02-29T23:59:59.1234567+00:00")).isEqualTo("2024-02-29T23:59:59.1234567Z");
        assertThat(InstantText.parse("2024-03-01T00:59:59.000-05:00")).isEqualTo("2024-03-01T05:59:59Z");
    }

    /** Instants, and what is nearly one. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "%04d-%02d-%02dT%02d:%02d:%02d%s%s",
                        "%04d-%02d-%02d %02d:%02d:%02d%s%s", "%d-%d-%dT%d:%d:%d%s%s")
                .flatMap(pattern -> Arbitraries.integers().between(0, 9_999).flatMap(year -> small(13)
                        .flatMap(month -> small(32).flatMap(day -> small(25).flatMap(hour -> small(61)
                                .flatMap(second -> fractions().flatMap(fraction -> offsets()
                                        .map(offset -> pattern.formatted(
                                                year, month, day, hour, second, second, fraction, offset)))))))));
    }

    private static Arbitrary<Integer> small(int most) {
        return Arbitraries.integers().between(0, most);
    }

    private static Arbitrary<String> fractions() {
        return Arbitraries.of("", ".", ".5", ".123", ".1234567", ".123456789", ".1234567890", ",5", ".1a");
    }

    private static Arbitrary<String> offsets() {
        return Arbitraries.of("Z", "Z", "Z", "", "z", "+00:00", "-05:30", "+1", "ZZ");
    }

    private static Optional<Instant> read(String text, Function<String, Instant> how) {
        try {
            return Optional.of(how.apply(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
