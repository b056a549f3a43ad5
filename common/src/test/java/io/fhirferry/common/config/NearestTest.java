package io.fhirferry.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void theDistanceCountsChangedMissingAndAddedLetters() {
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("Patient", "PATIENT")).isZero();
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    }

    @Test
    void aWordThatIsFarFromAllIsNotGuessed() {
        assertThat(Nearest.to("colour", List.of("mode", "timeout"))).isEmpty();
    }

    @Property
    void theDistanceIsTheSameBothWays(
            @ForAll @AlphaChars @StringLength(max = 12) String one,
            @ForAll @AlphaChars @StringLength(max = 12) String other) {
        assertThat(Nearest.distance(one, other)).isEqualTo(Nearest.distance(other, one));
    }
}
