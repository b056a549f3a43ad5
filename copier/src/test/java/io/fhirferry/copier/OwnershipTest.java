package io.fhirferry.copier;

import static io.fhirferry.copier.Lines.header;
import static io.fhirferry.copier.Lines.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnershipTest {

    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TILL = Instant.parse("2026-02-01T00:00:00Z");

    private final Ownership all = new Ownership(Window.of(SINCE, TILL, Scope.ALL, WindowKind.TILE), Set.of());

    @Test
    void ownsFromItsBeginToJustBeforeItsEnd() {
        assertThat(all.owns(header(resource("Patient", "p1", "2026-01-01T00:00:00.000Z"))))
                .isTrue();
        assertThat(all.owns(header(resource("Patient", "p1", "2026-01-31T23:59:59.999999Z"))))
                .isTrue();
        assertThat(all.owns(header(resource("Patient", "p1", "2026-01-01T01:00:00+01:00"))))
                .isTrue();
    }

    @Test
    void leavesTheEdgesToItsNeighbours() {
        assertThat(all.owns(header(resource("Patient", "p1", "2025-12-31T23:59:59.999999Z"))))
                .isFalse();
        assertThat(all.owns(header(resource("Patient", "p1", "2026-02-01T00:00:00.000Z"))))
                .isFalse();
    }

    @Test
    void ownsWhatCannotBeJudged() {
        assertThat(all.owns(header("{\"resourceType\":\"Patient\",\"id\":\"p1\"}")))
                .isTrue();
        assertThat(all.owns(header("{\"resourceType\":\"Patient\""))).isTrue();
    }

    @Test
    void leavesOutTypesThatAreNotMoved() {
        Ownership patients = new Ownership(all.window(), Set.of("Patient"));
        assertThat(patients.owns(header(resource("Patient", "p1", "2026-01-05T00:00:00Z"))))
                .isTrue();
        assertThat(patients.owns(header(resource("Observation", "o1", "2026-01-05T00:00:00Z"))))
                .isFalse();
        assertThat(patients.owns(header("{\"resourceType\":\"Observation\",\"id\":\"o1\"}")))
                .isFalse();
    }

    @Test
    void leavesOutTypesOfOtherScopes() {
        Ownership patients = new Ownership(Window.of(SINCE, TILL, Scope.of("Patient"), WindowKind.TILE), Set.of());
        assertThat(patients.owns(header(resource("Observation", "o1", "2026-01-05T00:00:00Z"))))
                .isFalse();
    }
}
