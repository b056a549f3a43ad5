package io.fhirferry.importer.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeOrderTest {

    @ParameterizedTest
    @CsvSource({
        "Organization, Location",
        "Practitioner, Patient",
        "Patient, Encounter",
        "Encounter, Condition",
        "Condition, CarePlan",
        "Encounter, Observation",
        "Observation, DiagnosticReport",
        "MedicationRequest, MedicationAdministration",
        "Claim, ExplanationOfBenefit",
        "DocumentReference, Provenance",
    })
    void whatIsReferredToComesFirst(String first, String later) {
        assertThat(TypeOrder.layer(first)).isLessThan(TypeOrder.layer(later));
        assertThat(TypeOrder.before(later)).contains(first);
    }

    @Test
    void aTypeThatNobodyKnowsNeedsNothing() {
        assertThat(TypeOrder.layer("Somewhat")).isZero();
        assertThat(TypeOrder.before("Somewhat")).isEmpty();
    }
}
