package io.fhirferry.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fhirferry.common.fhir.Dialect;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImportSliceTest {

    @Test
    void aWindowIsOneJob() {
        Manifest manifest = manifest(file("Patient", 0, 3), file("Patient", 1, 4));
        assertThat(ImportSlice.plan(manifest, 10_000)).containsExactly(new Slice(0, "job:0-2"));
        assertThat(ImportSlice.parse(new Slice(0, "job:0-2"))).isEqualTo(new ImportSlice.Job(0, 2));
    }

    @Test
    void aWindowWithMoreFilesThanAJobTakesIsSeveral() {
        Manifest manifest = manifest(
                IntStream.range(0, 25).mapToObj(i -> file("Patient", i, 1)).toArray(ManifestFile[]::new));
        assertThat(ImportSlice.plan(manifest, 10))
                .extracting(Slice::body)
                .containsExactly("job:0-10", "job:10-20", "job:20-25");
    }

    @Test
    void emptyFilesAndSearchParametersAreNoInputs() {
        Manifest manifest = manifest(file("Patient", 0, 0), file("SearchParameter", 1, 2), file("Patient", 2, 1));
        assertThat(ImportSlice.plan(manifest, 10_000))
                .containsExactly(new Slice(0, "job:0-1"), new Slice(1, "parameters"));
        assertThat(ImportSlice.forJobs(manifest)).containsExactly(file("Patient", 2, 1));
        assertThat(ImportSlice.parse(new Slice(1, "parameters"))).isEqualTo(new ImportSlice.SearchParameters());
    }

    @Test
    void nothingToImportIsNoSlice() {
        assertThat(ImportSlice.plan(manifest(file("Patient", 0, 0)), 10_000)).isEmpty();
        assertThatThrownBy(() -> ImportSlice.parse(new Slice(0, "what"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSameAttemptHasTheSamePayloadAndNoOtherHas() {
        Payloads payloads = new Payloads(Dialect.AZURE, ImportSettings.plain("ferry-errors", 1000));
        List<ManifestFile> files = List.of(file("Patient", 0, 3));

        assertThat(payloads.of("1-0", files).sha256())
                .isEqualTo(payloads.of("1-0", files).sha256());
        assertThat(Stream.of("1-0", "1-1", "2-0")
                        .map(attempt -> payloads.of(attempt, files).sha256()))
                .doesNotHaveDuplicates();
        assertThat(new String(payloads.of("1-1", files).bytes(), StandardCharsets.UTF_8))
                .contains("\"ferry-errors-1-1\"", "\"0x8DD\"", "IncrementalLoad");
    }

    @Test
    void longContainerNamesStayWithinTheLimit() {
        Payloads payloads = new Payloads(Dialect.AZURE, ImportSettings.plain("e".repeat(63), 1000));
        assertThat(new String(
                        payloads.of("12-3", List.of(file("Patient", 0, 3))).bytes(), StandardCharsets.UTF_8))
                .contains("\"" + "e".repeat(58) + "-12-3\"");
    }

    private static Manifest manifest(ManifestFile... files) {
        return new Manifest("w", "copy", "1", -1, List.of(files));
    }

    private static ManifestFile file(String type, int number, long lines) {
        return new ManifestFile(
                type, URI.create("https://account.blob.core.windows.net/c/" + number), 10, lines, "0x8DD", "");
    }
}
