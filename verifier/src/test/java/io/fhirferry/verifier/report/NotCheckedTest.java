package io.fhirferry.verifier.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotCheckedTest {

    @Test
    void aMigrationOfEverythingStillSaysWhatNobodyCanSee() {
        assertThat(NotChecked.sentences(Optional.empty(), List.of(), true, true, false))
                .hasSize(3)
                .first()
                .asString()
                .contains("hard deleted at the source");
    }

    @Test
    void everyRestrictionIsNamedWithItsKey() {
        List<String> sentences = NotChecked.sentences(
                Optional.of(Instant.parse("2026-01-01T00:00:00Z")), List.of("Patient"), false, false, true);

        assertThat(String.join("\n", sentences))
                .contains("ferry.migration.start", "2026-01-01T00:00:00Z")
                .contains("ferry.migration.types", "Patient")
                .contains("ferry.migration.history")
                .contains("ferry.migration.deletes")
                .contains("ferry.verify.by");
    }
}
