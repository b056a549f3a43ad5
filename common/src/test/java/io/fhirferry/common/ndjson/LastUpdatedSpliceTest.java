package io.fhirferry.common.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastUpdatedSpliceTest {

    private static final Instant NEW = Instant.parse("2026-01-05T10:00:00.124Z");

    @ParameterizedTest
    @CsvSource({
        "2026-01-05T10:00:00.123Z,          2026-01-05T10:00:00.124Z",
        "2026-01-05T10:00:00Z,              2026-01-05T10:00:00.124Z",
        "2026-01-05T10:00:00.1234567+00:00, 2026-01-05T10:00:00.124+00:00",
        "2026-01-05T15:30:00.123+05:30,     2026-01-05T15:30:00.124+05:30"
    })
    void onlyTheDateChangesAndKeepsItsOffset(String before, String after) {
        String line = "{ \"resourceType\" : \"Patient\",\"x\":{\"meta\":{\"lastUpdated\":\"" + before
                + "\"}},\"ü\":1.0, \"meta\":{\"versionId\":\"1\", \"lastUpdated\" : \"" + before
                + "\",\"tag\":[]},\"id\":\"a\"}";
        int place = line.lastIndexOf(before);

        assertThat(splice(line)).isEqualTo(line.substring(0, place) + after + line.substring(place + before.length()));
    }

    @Test
    void aDateThatIsEscapedIsReplacedAsAWhole() {
        assertThat(splice("{\"meta\":{\"lastUpdated\":\"2026-01-05T10:00:00\\u002B00:00\"}}"))
                .isEqualTo("{\"meta\":{\"lastUpdated\":\"2026-01-05T10:00:00.124+00:00\"}}");
    }

    @Test
    void aLineInTheMiddleOfABufferIsSplicedByItself() throws Exception {
        byte[] file = "{\"id\":\"first\"}\n{\"meta\":{\"lastUpdated\":\"2026-01-05T10:00:00Z\"}}\n"
                .getBytes(StandardCharsets.UTF_8);
        try (LineReader lines = new LineReader(new ByteArrayInputStream(file))) {
            lines.next();
            lines.next();
            assertThat(LastUpdatedSplice.at(lines.line(), NEW))
                    .hasValueSatisfying(bytes -> assertThat(new String(bytes, StandardCharsets.UTF_8))
                            .isEqualTo("{\"meta\":{\"lastUpdated\":\"2026-01-05T10:00:00.124Z\"}}"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"meta\":{\"lastUpdated\":\"2026-01\"}}",
                "{\"meta\":{\"lastUpdated\":7}}",
                "{\"meta\":{}}",
                "{\"id\":\"a\"}",
                "nonsense"
            })
    void aLineWithoutADateIsLeftAlone(String line) {
        assertThat(LastUpdatedSplice.at(Line.of(line.getBytes(StandardCharsets.UTF_8)), NEW))
                .isEmpty();
    }

    private static String splice(String line) {
        return new String(
                LastUpdatedSplice.at(Line.of(line.getBytes(StandardCharsets.UTF_8)), NEW)
                        .orElseThrow(),
                StandardCharsets.UTF_8);
    }
}
