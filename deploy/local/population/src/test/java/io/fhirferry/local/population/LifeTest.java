package io.fhirferry.local.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifeTest {

    private static final Instant BIRTH = Instant.parse("2025-12-24T18:00:00Z");

    @Test
    void aRecreatedResourceHasNewContent() {
        Life life = Life.bornAt(BIRTH)
                .thenWritten(BIRTH.plusMillis(1))
                .thenDeleted(BIRTH.plusMillis(2))
                .thenWritten(BIRTH.plusMillis(3));

        assertThat(life.events())
                .containsExactly(
                        new Event.Written(BIRTH, 0),
                        new Event.Written(BIRTH.plusMillis(1), 1),
                        new Event.Deleted(BIRTH.plusMillis(2)),
                        new Event.Written(BIRTH.plusMillis(3), 2));
        assertThat(life.isDeleted()).isFalse();
    }

    @Test
    void twoVersionsCannotShareAnInstant() {
        Life life = Life.bornAt(BIRTH);

        assertThatThrownBy(() -> life.thenDeleted(BIRTH)).hasMessageContaining("Version 2 is not later");
    }

    @Test
    void aLifeCannotBeginWithItsEnd() {
        assertThatThrownBy(() -> new Life(List.of(new Event.Deleted(BIRTH))))
                .hasMessageContaining("begins with the resource being written");
    }
}
