package io.fhirferry.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.fhir.ImportMode;
import io.fhirferry.common.staging.ManifestFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadsTest {

    private static final ManifestFile FILE =
            new ManifestFile("Patient", URI.create("https://a.example/f/p.ndjson"), 1, 1, "0x1", "");

    private static String payload(ImportSettings settings, String tellApart) {
        return new String(
                new Payloads(Dialect.AZURE, settings)
                        .of(tellApart, List.of(FILE))
                        .bytes(),
                StandardCharsets.UTF_8);
    }

    @Test
    void aServerIsToldOnlyWhatWasAskedFor() {
        assertThat(payload(ImportSettings.plain("errors", 1), ""))
                .contains("\"errorContainerName\",\"valueString\":\"errors\"", "\"etag\"", "0x1")
                .doesNotContain("allowNegativeVersions", "eventualConsistency", "processingUnitBytesToRead");
    }

    @Test
    void everySettingIsSent() {
        assertThat(payload(new ImportSettings("errors", ImportMode.INCREMENTAL, true, true, 4_000_000, true, 1), ""))
                .contains(
                        "\"allowNegativeVersions\",\"valueBoolean\":true",
                        "\"eventualConsistency\",\"valueBoolean\":true",
                        "\"processingUnitBytesToRead\",\"valueInteger\":4000000");
    }

    @Test
    void anInitialLoadIsAskedForByItsName() {
        assertThat(payload(ImportSettings.plain("errors", 1), "")).contains("IncrementalLoad");
        assertThat(payload(new ImportSettings("errors", ImportMode.INITIAL, false, false, 0, true, 1), ""))
                .contains("InitialLoad")
                .doesNotContain("IncrementalLoad");
    }

    @Test
    void aFileHasNoVersionWhenNoneIsWanted() {
        assertThat(payload(new ImportSettings("errors", ImportMode.INCREMENTAL, false, false, 0, false, 1), ""))
                .doesNotContain("etag", "0x1");
    }

    @Test
    void whatIsToldApartIsAnotherPayload() {
        ImportSettings settings = ImportSettings.plain("errors", 1);
        assertThat(payload(settings, "again")).contains("errors-again").isNotEqualTo(payload(settings, ""));
    }
}
