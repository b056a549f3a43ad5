package io.fhirferry.emulator.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirDateTest {

    @ParameterizedTest
    @CsvSource({
        "2026,                        2026-01-01T00:00:00Z,       2027-01-01T00:00:00Z",
        "2026-02,                     2026-02-01T00:00:00Z,       2026-03-01T00:00:00Z",
        "2026-02-28,                  2026-02-28T00:00:00Z,       2026-03-01T00:00:00Z",
        "2026-02-28T10:15,            2026-02-28T10:15:00Z,       2026-02-28T10:16:00Z",
        "2026-02-28T10:15:02,         2026-02-28T10:15:02Z,       2026-02-28T10:15:03Z",
        "2026-02-28T10:15:02Z,        2026-02-28T10:15:02Z,       2026-02-28T10:15:03Z",
        "2026-02-28T10:15:02.4+02:00, 2026-02-28T08:15:02.400Z,   2026-02-28T08:15:02.401Z",
        "2026-02-28T10:15:02.4179999Z, 2026-02-28T10:15:02.417Z,  2026-02-28T10:15:02.418Z",
    })
    void spansWhatItsPrecisionSays(String text, OffsetDateTime start, OffsetDateTime end) {
        FhirDate date = FhirDate.parse(text).orElseThrow();

        assertThat(date.startMillis()).isEqualTo(start.toInstant().toEpochMilli());
        assertThat(date.endMillis()).isEqualTo(end.toInstant().toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "26",
                "2026-2",
                "2026-13",
                "2026-02-30",
                "2026-02-28T10",
                "2026-02-28T10:15:02 00:00",
                "2026-02-28T10:15:02Z ",
                "2026-02-28T10:15:02+2:00",
                "2026-02-28 10:15:02",
                "yesterday"
            })
    void isEmptyForWhatIsNoDate(String text) {
        assertThat(FhirDate.parse(text)).isEqualTo(Optional.empty());
    }

    @Test
    void knowsFullInstantsFromPartialDates() {
        assertThat(FhirDate.parseInstant("2026-02-28T10:15:02Z")).isPresent();
        assertThat(FhirDate.parseInstant("2026-02-28T10:15:02")).isEmpty();
        assertThat(FhirDate.parseInstant("2026-02-28")).isEmpty();
    }

    @Test
    void isWrittenWithMillisecondsAndItsOffset() {
        assertThat(Stamps.of(FhirDate.parse("2026-02-28T10:15:02.4179999+10:00")
                        .orElseThrow()
                        .start()))
                .isEqualTo("2026-02-28T10:15:02.417+10:00");
        assertThat(Stamps.of(0)).isEqualTo("1970-01-01T00:00:00.000+00:00");
        assertThat(Stamps.http(0)).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
    }
}
