package io.fhirferry.importer.hapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobFailureTest {

    @Test
    void aLineThatHapiCannotReadIsNotTriedAgainAndTheOtherModeIsNamed() {
        var result = JobFailure.of("HAPI-2674").result("the import failed: HTTP 500");

        assertThat(result.retryable()).isFalse();
        assertThat(result.reason())
                .startsWith("the import failed: HTTP 500, HAPI-2674.")
                .contains("ferry.import.mode=bundle");
    }

    @Test
    void aFileThatCouldNotBeFetchedIsTriedAgainAndTheKeyIsNamed() {
        var result = JobFailure.of("HAPI-2056").result("the import failed: HTTP 500");

        assertThat(result.retryable()).isTrue();
        assertThat(result.reason()).contains("ferry.import-storage");
    }

    @Test
    void whatIsNotKnownIsTriedAgain() {
        assertThat(JobFailure.of("").result("the import failed").reason())
                .isEqualTo("the import failed. Its own words are in the report container.");
        assertThat(JobFailure.of("HAPI-0001").retryable()).isTrue();
    }
}
