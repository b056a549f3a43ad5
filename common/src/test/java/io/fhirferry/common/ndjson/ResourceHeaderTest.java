package io.fhirferry.common.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceHeaderTest {

    @Test
    void theHeaderIsReadWhereverMetaStands() {
        // given
        String atTheEnd = """
                {"contained":[{"resourceType":"Medication","id":"m1","meta":{"versionId":"99"}}],"id":"p1",
                "identifier":[{"id":"x"}],"resourceType":"Patient",
                "meta":{"profile":["a"],"lastUpdated":"2026-02-03T05:05:06.7891234+01:00","versionId":"4"}}""";

        // when
        ResourceHeader header = header(atTheEnd);

        // then
        assertThat(header)
                .isEqualTo(new ResourceHeader(
                        "Patient", "p1", "4", Instant.parse("2026-02-03T04:05:06.789123400Z"), false));
        assertThat(header.lastUpdatedMillis()).isEqualTo("2026-02-03T04:05:06.789Z");
    }

    @Test
    void aResourceWithoutMetaIsUndatedAndBeforeEveryWindow() {
        ResourceHeader header = header("{\"resourceType\":\"Patient\",\"id\":\"p1\"}");

        assertThat(header.dated()).isFalse();
        assertThat(header.versionId()).isEmpty();
        assertThat(header.lastUpdatedMillis()).isBefore(Instant.EPOCH);
    }

    @Test
    void theStubOfASoftDeletionIsRecognised() {
        ResourceHeader header = header("""
                {"resourceType":"Patient","id":"p9","meta":{"versionId":"4","lastUpdated":"2026-02-03T04:05:06.789+00:00",
                "extension":[{"url":"http://azurehealthcareapis.com/data-extensions/deleted-state","valueString":"soft-deleted"}]}}""");

        assertThat(header.deleted()).isTrue();
    }

    @Test
    void theMarkerOutsideMetaMarksNothing() {
        assertThat(header("""
                {"resourceType":"Patient","id":"p9","meta":{"extension":[{"url":"http://example.org","valueString":"soft-deleted"}]},
                "extension":[{"url":"http://azurehealthcareapis.com/data-extensions/deleted-state","valueString":"soft-deleted"}]}""").deleted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "NOT_JSON | {\"resourceType\":\"Patient\",\"id\":\"secret\"",
                "NOT_JSON | secret",
                "NOT_AN_OBJECT | [\"secret\"]",
                "TRAILING_CONTENT | {\"resourceType\":\"Patient\",\"id\":\"secret\"} {}",
                "DUPLICATE_KEY | {\"resourceType\":\"Patient\",\"id\":\"secret\",\"id\":\"secret2\"}",
                "DUPLICATE_KEY | {\"resourceType\":\"Patient\",\"id\":\"secret\",\"meta\":{},\"meta\":{}}",
                "NO_TYPE | {\"id\":\"secret\"}",
                "NO_TYPE | {\"resourceType\":\"../secret\",\"id\":\"secret\"}",
                "NO_ID | {\"resourceType\":\"Patient\"}",
                "NO_ID | {\"resourceType\":\"Patient\",\"id\":\"a/secret\"}",
                "NO_ID | {\"resourceType\":\"Patient\",\"id\":7}",
                "BAD_META | {\"resourceType\":\"Patient\",\"id\":\"secret\",\"meta\":7}",
                "BAD_META | {\"resourceType\":\"Patient\",\"id\":\"secret\",\"meta\":{\"versionId\":7}}",
                "BAD_LAST_UPDATED | {\"resourceType\":\"Patient\",\"id\":\"secret\",\"meta\":{\"lastUpdated\":\"2026-secret\"}}",
            })
    void aBadLineGivesTheReasonWithoutItsContent(Unreadable.Reason reason, String line) {
        // when
        HeaderResult result = ResourceHeader.read(line.getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(result).isInstanceOfSatisfying(Unreadable.class, unreadable -> {
            assertThat(unreadable.reason()).isEqualTo(reason);
            assertThat(unreadable.toString()).contains(reason.sentence()).doesNotContain("secret");
        });
    }

    @Test
    void bytesThatAreNoUtf8AreNotJson() {
        byte[] line = "{\"resourceType\":\"Patient\",\"id\":\"p\",\"x\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
        line[line.length - 3] = (byte) 0xFF;

        assertThat(ResourceHeader.read(line)).isInstanceOfSatisfying(Unreadable.class, bad -> assertThat(bad.reason())
                .isEqualTo(Unreadable.Reason.NOT_JSON));
    }

    @Test
    void nestingWithoutEndIsRefused() {
        String line = "{\"resourceType\":\"Patient\",\"id\":\"p\",\"x\":" + "[".repeat(100_000);

        assertThat(ResourceHeader.read(line.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Unreadable.class, bad -> assertThat(bad.reason()).isEqualTo(Unreadable.Reason.TOO_DEEP));
    }

    @Test
    void aHeaderHidesTheIdWhenPrinted() {
        assertThat(header("{\"resourceType\":\"Patient\",\"id\":\"secret\"}").toString())
                .isEqualTo("Patient of no date");
    }

    private static ResourceHeader header(String resource) {
        HeaderResult result = ResourceHeader.read(resource.getBytes(StandardCharsets.UTF_8));
        assertThat(result).isInstanceOf(HeaderResult.Read.class);
        return ((HeaderResult.Read) result).header();
    }
}
