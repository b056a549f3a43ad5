package io.fhirferry.copier;

import static io.fhirferry.copier.Lines.header;
import static io.fhirferry.copier.Lines.resource;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class DestinationsTest {

    private final Destinations patients = new Destinations("Patient", Set.of("Patient", "Observation"));

    @Test
    void keepsLinesOfTheFilesOwnTypeTogether() {
        assertThat(patients.of(header(resource("Patient", "p1", "2026-01-05T00:00:00Z"))))
                .isEqualTo("Patient");
    }

    @Test
    void separatesSearchParametersWhereverTheyStand() {
        assertThat(patients.of(header(resource("SearchParameter", "s1", "2026-01-05T00:00:00Z"))))
                .isEqualTo("SearchParameter");
    }

    @Test
    void separatesTypesThatTheSourceKnows() {
        assertThat(patients.of(header(resource("Observation", "o1", "2026-01-05T00:00:00Z"))))
                .isEqualTo("Observation");
    }

    @Test
    void leavesUnknownTypesAndUnreadableLinesForTheDestinationToRefuse() {
        assertThat(patients.of(header(resource("Patjent", "p1", "2026-01-05T00:00:00Z"))))
                .isEqualTo("Patient");
        assertThat(patients.of(header("{\"resourceType\":\"Observation\","))).isEqualTo("Patient");
    }
}
