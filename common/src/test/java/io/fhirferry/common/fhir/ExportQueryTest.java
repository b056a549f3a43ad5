package io.fhirferry.common.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportQueryTest {

    private static final ExportRequest WINDOW =
            ExportRequest.window(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-02T00:00:00.500Z"));

    @Test
    void azureIsToldSinceAndTill() {
        assertThat(ExportQuery.of(Dialect.AZURE, WINDOW).parameters())
                .containsExactly(
                        new Query.Parameter("_since", "2026-01-01T00:00:00.000Z"),
                        new Query.Parameter("_till", "2026-01-02T00:00:00.500Z"));
    }

    @Test
    void azureIsToldEverythingElseInItsOwnWords() {
        ExportRequest request = WINDOW.withTypes(List.of("Patient", "Observation"))
                .withHistory(true)
                .withDeletes(true)
                .withContainer("mig")
                .withMaxCount(5000)
                .withParallel(ExportRequest.Parallel.YES);

        assertThat(ExportQuery.of(Dialect.AZURE, request))
                .hasToString("?_since=2026-01-01T00%3A00%3A00.000Z&_till=2026-01-02T00%3A00%3A00.500Z"
                        + "&_type=Patient%2CObservation&includeAssociatedData=_history%2C_deleted&_container=mig"
                        + "&_maxCount=5000&_isParallel=true");
    }

    @Test
    void hapiIsToldSinceUntilAndHistory() {
        assertThat(ExportQuery.of(Dialect.HAPI, WINDOW.withHistory(true)).parameters())
                .containsExactly(
                        new Query.Parameter("_since", "2026-01-01T00:00:00.000Z"),
                        new Query.Parameter("_until", "2026-01-02T00:00:00.500Z"),
                        new Query.Parameter("_includeHistory", "true"));
    }

    @Test
    void bulkDataIsToldAMillisecondEarlierBecauseSinceIsExclusiveThere() {
        assertThat(ExportQuery.of(Dialect.BULK_DATA, WINDOW.withDeletes(true)).parameters())
                .containsExactly(
                        new Query.Parameter("_since", "2025-12-31T23:59:59.999Z"),
                        new Query.Parameter("_until", "2026-01-02T00:00:00.500Z"));
    }

    @Test
    void theBeginningOfTimeIsNotSent() {
        assertThat(ExportQuery.of(
                                Dialect.BULK_DATA,
                                ExportRequest.window(ExportRequest.BEGINNING, Instant.parse("2026-01-02T00:00:00Z")))
                        .parameters())
                .containsExactly(new Query.Parameter("_until", "2026-01-02T00:00:00.000Z"));
    }

    @Test
    void whatADialectCannotBringIsNotAskedFor() {
        assertThatThrownBy(() -> ExportQuery.of(Dialect.BULK_DATA, WINDOW.withHistory(true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bulk-data");
        assertThatThrownBy(() -> ExportQuery.of(Dialect.HAPI, WINDOW.withDeletes(true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hapi");
    }

    @Test
    void anEmptyWindowIsNone() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");

        assertThatThrownBy(() -> ExportRequest.window(now, now)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void dialectsAreFoundByTheirNames() {
        assertThat(Dialect.of("bulk-data")).isEqualTo(Dialect.BULK_DATA);
        assertThatThrownBy(() -> Dialect.of("epic")).hasMessageContaining("azure, hapi, bulk-data");
    }
}
