package io.fhirferry.common.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportErrorLogTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Failed to import duplicate resource, resource id: p9, line: 3 | DUPLICATE",
                "Failed to import resource with version conflict, resource id: p9, line: 3 | VERSION_CONFLICT",
                "Invalid resource id: 'a b'. Ids may have letters. | INVALID_ID",
                "LastUpdated in the resource cannot be in the future. | FUTURE_LAST_UPDATED",
                "Resource type not match. | WRONG_TYPE",
                "SearchParameter resources cannot be processed by import. | SEARCH_PARAMETER",
                "Conditional reference is not supported for $import in InitialLoad. | CONDITIONAL_REFERENCE",
                "Invalid Json encountered. Details: line: 77 | UNPARSABLE",
                "Something new | OTHER"
            })
    void theReasonIsKnownByTheFirstWords(String text, ImportError.Reason reason) throws IOException {
        assertThat(ImportErrorLog.read(log(entry(text, 3, 10_000_000))))
                .containsExactly(new ImportError(3, 10_000_000, reason));
    }

    @Test
    void anEntryThatARestartedUnitRepeatsCountsOnce() throws IOException {
        // given
        List<ImportError> errors = new ArrayList<>();

        // when
        ImportErrorLog log = ImportErrorLog.read(
                log(
                        entry("Resource type not match.", 3, 0),
                        entry("Resource type not match.", 3, 10_000_000),
                        entry("Resource type not match.", 3, 0),
                        "",
                        "{broken"),
                errors::add);

        // then
        assertThat(errors).extracting(ImportError::streamStartOffset).containsExactly(0L, 10_000_000L);
        assertThat(log).isEqualTo(new ImportErrorLog(2, 1, 1));
    }

    @Test
    void entriesWithoutALineAreKeptEachTime() throws IOException {
        String unlocated = "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"details\":{\"text\":\"Odd\"}}]}";

        assertThat(ImportErrorLog.read(log(unlocated, unlocated))).hasSize(2).allMatch(error -> !error.located());
    }

    @Test
    void theLineIsFoundInTheTextWhenThereAreNoDiagnostics() throws IOException {
        assertThat(ImportErrorLog.read(log("{\"issue\":[{\"details\":{\"text\":\"Failed to import duplicate resource,"
                        + " resource id: line: 9, line: 12\"}}]}")))
                .containsExactly(new ImportError(12, 0, ImportError.Reason.DUPLICATE));
    }

    private static String entry(String text, long line, long offset) {
        return ("{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"details\":{\"text\":\"%s\"},"
                        + "\"diagnostics\":\"Failed to process resource at line: %d with stream start offset: %d\"}]}")
                .formatted(text, line, offset);
    }

    private static ByteArrayInputStream log(String... lines) {
        return new ByteArrayInputStream((String.join("\r\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
