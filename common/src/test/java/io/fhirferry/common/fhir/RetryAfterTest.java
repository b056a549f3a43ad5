package io.fhirferry.common.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | PT2M",
                "0 | PT0S",
                "Sun, 01 Mar 2026 10:00:30 GMT | PT30S",
                "Sun, 01 Mar 2026 09:00:00 GMT | PT0S",
                "Tue, 01 Mar 2033 10:00:00 GMT | PT1H",
                "99999999999999999 | PT1H"
            })
    void secondsAndDatesAreReadAndHeldWithinBounds(String header, Duration expected) {
        assertThat(of("Retry-After", header)).isEqualTo(RetryAfter.of(expected));
    }

    @ParameterizedTest
    @CsvSource({"soon", "-5", "1.5", "99999999999999999999999", "''"})
    void whatCannotBeReadCountsAsNotAsked(String header) {
        assertThat(of("Retry-After", header)).isEqualTo(RetryAfter.NONE);
        assertThat(RetryAfter.NONE.delayOr(Duration.ofSeconds(7))).hasSeconds(7);
    }

    @Test
    void millisecondsOfAzureAreMoreExactThanSeconds() {
        assertThat(of("Retry-After", "1", "x-ms-retry-after-ms", "250"))
                .isEqualTo(RetryAfter.of(Duration.ofMillis(250)));
    }

    @Test
    void aDateIsMeasuredByTheServersOwnClockWhenItTellsIt() {
        assertThat(of("Retry-After", "Sun, 01 Mar 2026 12:00:30 GMT", "Date", "Sun, 01 Mar 2026 12:00:00 GMT"))
                .isEqualTo(RetryAfter.of(Duration.ofSeconds(30)));
    }

    private static RetryAfter of(String... headers) {
        Map<String, List<String>> map = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], List.of(headers[i + 1]));
        }
        return RetryAfter.of(HttpHeaders.of(map, (name, value) -> true), () -> TestPatience.NOW);
    }
}
