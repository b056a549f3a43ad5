package io.fhirferry.common.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts as HAPI 8.8.0 wrote them. */
class HapiReportTest {

    private static final String HEAD = """
            Bulk Import Report
            ------------------------------------------
            Start Time      : 2026-11-22 07:08:29.512
            Duration        : 4119ms
            Storage Actions : 4 (0/sec)
            ------------------------------------------
            """;

    @Test
    void anImportWithoutRefusalsCountsByInput() {
        // when
        var report = HapiReport.read(outcome(HEAD + """
                Source: http://127.0.0.1:18090/a.ndjson?sv=1&sig=abc%2B
                  Outcomes:
                    * SUCCESSFUL_UPDATE: 1
                    * SUCCESSFUL_UPDATE_AS_CREATE: 2
                    * SUCCESSFUL_UPDATE_NO_CHANGE: 3
                Source: http://127.0.0.1:18090/b.ndjson
                  Outcomes:
                    * SUCCESSFUL_CREATE: 5
                """)).orElseThrow();

        // then
        assertThat(report.sources())
                .containsExactly(
                        source("http://127.0.0.1:18090/a.ndjson", 6, 0, Map.of()),
                        source("http://127.0.0.1:18090/b.ndjson", 5, 0, Map.of()));
    }

    @Test
    void refusalsAreCountedByTheirCodesAndTheirWordsAreLeftOut() {
        // when
        var report = HapiReport.read(outcome(HEAD + """
                Source: http://127.0.0.1:18090/a.ndjson
                  Outcomes:
                    * SUCCESSFUL_UPDATE_AS_CREATE: 1
                    * FAILURE: 4
                  Errors:
                    * HAPI-1094: Resource Patient/nobody not found, specified in path: Observation.subject
                    * HAPI-1094: Resource Patient/noone not found, specified in path: Observation.subject
                    * HAPI-0960: Can not create resource with ID[123], no resource with this ID exists
                    * something else
                and more of it, SUCCESSFUL_UPDATE: 7
                Source: http://127.0.0.1:18090/b.ndjson
                  Outcomes:
                    * SUCCESSFUL_UPDATE_NO_CHANGE: 2
                """)).orElseThrow();

        // then
        assertThat(report.sources())
                .containsExactly(
                        source(
                                "http://127.0.0.1:18090/a.ndjson",
                                1,
                                4,
                                Map.of("HAPI-1094", 2L, "HAPI-0960", 1L, "without a code", 1L)),
                        source("http://127.0.0.1:18090/b.ndjson", 2, 0, Map.of()));
        assertThat(report.toString()).doesNotContain("nobody").doesNotContain("123]");
    }

    @Test
    void anImportThatCouldNotReadAnInputHasNoReportButACode() {
        // given
        byte[] outcome =
                ("{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"diagnostics\":\"Job is in"
                                + " FAILED state with 1 error count. Last error: JobExecutionFailedException: HAPI-2674: Failed to"
                                + " parse resource: HAPI-1861: Failed\"},{\"severity\":\"error\"}]}")
                        .getBytes(StandardCharsets.UTF_8);

        // then
        assertThat(HapiReport.read(outcome)).isEmpty();
        assertThat(HapiReport.failure(outcome)).isEqualTo("HAPI-2674");
    }

    @Test
    void whatIsNoOutcomeHasNoReport() {
        assertThat(HapiReport.read("<html/>".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(HapiReport.read(new byte[0])).isEmpty();
        assertThat(HapiReport.failure("<html/>".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    private static HapiReport.Source source(String url, long stored, long refused, Map<String, Long> reasons) {
        return new HapiReport.Source(URI.create(url), stored, refused, new java.util.TreeMap<>(reasons));
    }

    private static byte[] outcome(String text) {
        ObjectNode outcome = FhirJson.object().put("resourceType", "OperationOutcome");
        outcome.putArray("issue")
                .addObject()
                .put("severity", "information")
                .put("diagnostics", FhirJson.object().put("reportMsg", text).toString());
        return FhirJson.bytes(outcome);
    }
}
