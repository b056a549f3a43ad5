package io.fhirferry.local.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsTest {

    private static final Life QUIET = Life.bornAt(Instant.parse("2025-12-24T18:00:00Z"));
    private static final Life RECREATED = QUIET.thenDeleted(QUIET.lastEvent().plusSeconds(1))
            .thenWritten(QUIET.lastEvent().plusSeconds(2));

    @Test
    void aProvenanceForgetsWhatIsDeletedAtAnyTime() {
        ObjectNode patient = resource("{\"resourceType\":\"Patient\",\"id\":\"p\"}");
        ObjectNode claim = resource("{\"resourceType\":\"Claim\",\"id\":\"c\"}");
        ObjectNode provenance = resource("{\"resourceType\":\"Provenance\",\"id\":\"v\",\"target\":["
                + "{\"reference\":\"Claim/c\"},{\"reference\":\"Patient/p\"}]}");

        Targets.forgetDeleted(List.of(patient, claim, provenance), List.of(QUIET, RECREATED, QUIET));

        assertThat(provenance.path("target")).isEqualTo(Json.parse("[{\"reference\":\"Patient/p\"}]"));
    }

    @Test
    void otherResourcesStayAsTheyAre() {
        String text = "{\"resourceType\":\"List\",\"id\":\"l\",\"target\":[{\"reference\":\"List/l\"}]}";
        ObjectNode list = resource(text);

        Targets.forgetDeleted(List.of(list), List.of(RECREATED));

        assertThat(list).isEqualTo(Json.parse(text));
    }

    private static ObjectNode resource(String json) {
        return (ObjectNode) Json.parse(json);
    }
}
