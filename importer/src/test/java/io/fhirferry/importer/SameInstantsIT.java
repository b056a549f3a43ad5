package io.fhirferry.importer;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.models.BlobItem;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.staging.AlterationStore;
import io.fhirferry.common.staging.Alterations;
import io.fhirferry.common.staging.Manifest;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.importer.instant.InstantSettings.Policy;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Versions whose dates do not rise with their numbers, before and in an import. */
class SameInstantsIT {

    private static final String POLL = "GET /_operations/import/7";
    private static final String TEN = "2026-01-05T10:00:00.123+00:00";

    private final FakeDestination destination = new FakeDestination();
    private final ImportFixture fixture = new ImportFixture(destination.base(), ImportSlice.MOST_FILES);

    @AfterEach
    void stop() {
        destination.close();
    }

    @Test
    void datesAreMovedByAMillisecondInAFileOfItsOwnAndNothingElseChanges() {
        // given: versions 1 and 2 of one instant, in two files; version 3 before them
        String first = version("a", 1, TEN) + "\n" + version("b", 1, TEN) + "\n";
        String second = version("a", 3, "2026-01-05T09:00:00.000+00:00") + "\n" + version("a", 2, TEN) + "\n";
        ManifestFile untouched = fixture.staged("Patient", "1.ndjson", first);
        ManifestFile raced = fixture.staged("Patient", "2.ndjson", second);
        WindowRow row = fixture.importing(untouched, raced);
        Stage stage = fixture.dated(Policy.NUDGE);

        // when
        String name = "%s/%s/1/nudged-1-Patient.ndjson".formatted(fixture.migration, row.id());
        URI url = URI.create(fixture.staging.getBlobClient(name).getBlobUrl());
        destination.acceptsImports().answer(POLL, 200, result(loaded(untouched.url(), 2) + "," + loaded(url, 2)));
        Joined.Next joined = (Joined.Next) fixture.run(stage, row);

        // then
        assertThat(fixture.read(name))
                .isEqualTo(version("a", 3, "2026-01-05T10:00:00.125+00:00") + "\n"
                        + version("a", 2, "2026-01-05T10:00:00.124+00:00") + "\n");
        assertThat(destination.bodies().getLast())
                .contains(untouched.url().toString(), url.toString())
                .doesNotContain(raced.url().toString());
        Manifest manifest = fixture.manifests.read(((WindowState.Imported) joined.next()).manifest());
        assertThat(manifest.files()).extracting(ManifestFile::url).containsExactly(untouched.url(), url);
        assertThat(new AlterationStore(fixture.reports).all()).singleElement().satisfies(altered -> {
            assertThat(altered.how()).isEqualTo(Alterations.How.NUDGED);
            assertThat(altered.lines()).isEqualTo(2);
            assertThat(fixture.report
                            .getBlobClient(altered.listedIn())
                            .downloadContent()
                            .toString())
                    .contains(
                            "\"line\":1,\"versionId\":\"3\",\"from\":\"2026-01-05T09:00:00Z\",\"to\":\"2026-01-05T10:00:00.125Z\"")
                    .doesNotContain("Patient/a");
        });
    }

    @Test
    void aPlanThatIsMadeAgainAfterACrashShowsTheSameFiles() {
        ManifestFile raced =
                fixture.staged("Patient", "1.ndjson", version("a", 1, TEN) + "\n" + version("a", 2, TEN) + "\n");
        WindowRow row = fixture.importing(raced);
        Stage stage = fixture.dated(Policy.NUDGE);

        List<Slice> first = stage.plan(row);

        assertThat(stage.plan(row)).isEqualTo(first).hasSize(1);
        assertThat(new AlterationStore(fixture.reports).all()).hasSize(1);
    }

    @Test
    void contradictionsAreOnlyListedUnlessMovingIsWanted() {
        ManifestFile raced =
                fixture.staged("Patient", "1.ndjson", version("a", 1, TEN) + "\n" + version("a", 2, TEN) + "\n");
        WindowRow row = fixture.importing(raced);
        destination.acceptsImports().answer(POLL, 200, result(loaded(raced.url(), 2)));

        Joined.Next joined = (Joined.Next) fixture.run(fixture.dated(Policy.REPORT), row);

        assertThat(joined.next()).isEqualTo(((WindowState.Importing) row.state()).imported());
        assertThat(destination.bodies().getLast()).contains(raced.url().toString());
        assertThat(new AlterationStore(fixture.reports).all()).isEmpty();
        assertThat(fixture.report.listBlobs())
                .extracting(BlobItem::getName)
                .contains(fixture.reports.path("same-instants/%s/1.ndjson".formatted(row.id())));
    }

    @Test
    void nobodyLooksWhenThatIsSwitchedOff() {
        assertThat(fixture.dated(Policy.OFF)).isSameAs(fixture.stage);
    }

    static String version(String id, int version, String date) {
        return """
                {"resourceType":"Patient","id":"%s","meta":{"versionId":"%d","lastUpdated":"%s"},"value":1.0}""".formatted(id, version, date);
    }

    private static String result(String outputs) {
        return """
                {"transactionTime":"2026-03-01T11:00:00.123+00:00","request":"https://dst.example.net/$import",
                 "output":[%s],"error":[]}""".formatted(outputs);
    }

    private static String loaded(URI url, long lines) {
        return "{\"type\":\"Patient\",\"count\":%d,\"inputUrl\":\"%s\"}".formatted(lines, url);
    }
}
