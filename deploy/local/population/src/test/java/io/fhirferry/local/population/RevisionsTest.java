package io.fhirferry.local.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RevisionsTest {

    private static final Instant NOON = Instant.parse("2026-02-03T12:00:00Z");

    @Property
    void eachRevisionDiffersFromAllOthersAndKeepsTypeAndId(@ForAll("types") String type) {
        ObjectNode original = (ObjectNode) Json.parse("{\"resourceType\":\"%s\",\"id\":\"a\"}".formatted(type));

        List<String> revisions = IntStream.rangeClosed(0, 6)
                .mapToObj(revision -> Json.line(Revisions.apply(original, revision, NOON)))
                .toList();

        assertThat(revisions).doesNotHaveDuplicates().allSatisfy(line -> assertThat(line)
                .startsWith("{\"resourceType\":\"%s\",\"id\":\"a\"".formatted(type)));
    }

    @Test
    void theOriginalIsLeftAsItIs() {
        ObjectNode original = (ObjectNode) Json.parse("{\"resourceType\":\"Condition\",\"id\":\"a\"}");

        Revisions.apply(original, 3, NOON);

        assertThat(original.size()).isEqualTo(2);
    }

    @Test
    void aResolvedConditionKeepsTheDateOfItsEnd() {
        ObjectNode original = (ObjectNode)
                Json.parse("{\"resourceType\":\"Condition\",\"abatementDateTime\":\"2026-01-01T00:00:00Z\"}");

        ObjectNode resolved = Revisions.apply(original, 1, NOON);

        assertThat(resolved.at("/abatementDateTime").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(resolved.at("/clinicalStatus/coding/0/code").asText()).isEqualTo("resolved");
    }

    @Test
    void aPatientMoves() {
        ObjectNode original = (ObjectNode)
                Json.parse("{\"resourceType\":\"Patient\",\"address\":[{\"line\":[\"1 Elm\"],\"city\":\"Boston\"}]}");

        ObjectNode moved = Revisions.apply(original, 1, NOON);

        assertThat(moved.at("/address/0/line/0").asText()).isEqualTo("101 Harbour Road");
        assertThat(moved.at("/address/0/city").asText()).isEqualTo("Boston");
    }

    @Provide
    Arbitrary<String> types() {
        return Arbitraries.of(
                "Patient",
                "Observation",
                "Condition",
                "MedicationRequest",
                "Encounter",
                "Claim",
                "Procedure",
                "Provenance");
    }
}
