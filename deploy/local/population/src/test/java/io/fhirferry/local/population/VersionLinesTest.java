package io.fhirferry.local.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VersionLinesTest {

    private static final Instant BIRTH = Instant.parse("2025-12-01T00:00:00Z");
    private static final String OBSERVATION = """
            {"resourceType":"Observation","id":"o-1","meta":{"profile":["http://example.org/p"]},"status":"final",\
            "valueQuantity":{"value":36.60,"unit":"Cel"},"component":[{"valueInteger":7},{"valueDecimal":1.0}]}""";

    @Test
    void theFirstVersionIsTheOriginalWithItsStampBehindTheId() {
        // Given an observation with decimals whose zeros matter
        ObjectNode resource = (ObjectNode) Json.parse(OBSERVATION);

        // When its first version is written
        String line = VersionLines.line(resource, Life.bornAt(BIRTH), 0);

        // Then nothing but meta is different, and no digit is lost
        assertThat(line)
                .isEqualTo(OBSERVATION.replace(
                        "\"meta\":{",
                        "\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\"2025-12-01T00:00:00.000+00:00\","));
    }

    @Test
    void aDeletedVersionIsAStubWithTheServersExtension() {
        Life life = Life.bornAt(BIRTH).thenDeleted(BIRTH.plusMillis(5));

        assertThat(VersionLines.line((ObjectNode) Json.parse(OBSERVATION), life, 1))
                .isEqualTo("""
                {"resourceType":"Observation","id":"o-1","meta":{"versionId":"2",\
                "lastUpdated":"2025-12-01T00:00:00.005+00:00","extension":[\
                {"url":"http://azurehealthcareapis.com/data-extensions/deleted-state","valueString":"soft-deleted"}]}}""");
    }

    @Test
    void anAmendedValueEndsInAZero() {
        Life life = Life.bornAt(BIRTH).thenWritten(BIRTH.plusSeconds(1));

        JsonNode amended = Json.parse(VersionLines.line((ObjectNode) Json.parse(OBSERVATION), life, 1));

        assertThat(amended.at("/status").asText()).isEqualTo("amended");
        assertThat(amended.at("/valueQuantity/value").decimalValue().toPlainString())
                .isEqualTo("36.700");
        assertThat(amended.at("/meta/versionId").asText()).isEqualTo("2");
    }
}
