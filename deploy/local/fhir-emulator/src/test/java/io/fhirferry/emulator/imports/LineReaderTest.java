package io.fhirferry.emulator.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReaderTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"resourceType\":\"Basic\"};Invalid resource id",
                "{\"resourceType\":\"Basic\",\"id\":\" \"};Invalid resource id",
                "{\"resourceType\":\"Nothing\",\"id\":\"a\"};resource type is not known",
                "{\"resourceType\":\"Patient\",\"id\":\"a\"};Resource type not match.",
                "{\"resourceType\":\"Basic\",\"id\":\"a\";JSON is not well-formed",
                "{\"resourceType\":\"Basic\",\"id\":\"a\",\"meta\":{\"lastUpdated\":\"2026-01-01\"}};no instant",
                "{\"resourceType\":\"Basic\",\"id\":\"a\",\"meta\":{\"lastUpdated\":\"2026-01-01T12:00:10.001Z\"}};"
                        + "cannot be in the future",
            })
    void saysWhyALineCannotBeStored(String line, String reason) {
        assertThatThrownBy(() -> read("Basic", line))
                .isInstanceOf(BadLine.class)
                .hasMessageContaining(reason);
    }

    @Test
    void searchParametersAreNotImported() {
        assertThatThrownBy(() -> read("", "{\"resourceType\":\"SearchParameter\",\"id\":\"a\"}"))
                .hasMessage("SearchParameter resources cannot be processed by import.");
    }

    @Test
    void theClockMayBeTenSecondsBehind() throws BadLine {
        assertThat(read("", line("\"lastUpdated\":\"2026-01-01T12:00:10.000Z\""))
                        .date())
                .isPresent();
    }

    @Test
    void aVersionIsKeptOnlyWithADateAndWhenItIsANumber() throws BadLine {
        String date = "\"lastUpdated\":\"2026-01-01T11:00:00Z\"";

        assertThat(read("", line("\"versionId\":\"7\"," + date)).number()).hasValue(7);
        assertThat(read("", line("\"versionId\":\"-7\"," + date)).number()).hasValue(-7);
        assertThat(read("", line("\"versionId\":\"7\"")).number()).isEmpty();
        assertThat(read("", line("\"versionId\":\"seven\"," + date)).number()).isEmpty();
    }

    private static String line(String meta) {
        return "{\"resourceType\":\"Basic\",\"id\":\"a\",\"meta\":{" + meta + "}}";
    }

    private static Candidate read(String type, String line) throws BadLine {
        return new LineReader(false, type, NOON).read(1, line.getBytes(StandardCharsets.UTF_8));
    }
}
