package io.fhirferry.importer;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import io.fhirferry.common.ndjson.FaultyFile;
import io.fhirferry.common.ndjson.LineFault;
import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.staging.ManifestFile;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.fhirferry.local.azurite.Azurite;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Large files with a few bad lines, through the {@code $import} of the emulator. */
class FaultyFileIT {

    private static final int LINES = 100_000;
    private static final int BAD = 37;

    private static EmulatorProcess emulator;

    private ImportFixture fixture;

    @BeforeAll
    static void start() {
        emulator = new EmulatorProcess(Azurite.shared().connectionString());
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @BeforeEach
    void forget() {
        emulator.reset();
        fixture = new ImportFixture(emulator.base(), ImportSlice.MOST_FILES, 2_000_000);
    }

    @Test
    void thirtySevenOfAHundredThousandLinesAreFoundAgainAndBroughtInWhenTheyAreRepaired() {
        // given
        FaultyFile content = new FaultyFile(LINES, BAD);
        assertThat(content.faults()).hasSize(BAD).containsValues(LineFault.values());
        ManifestFile file = upload(content.bytes(), LINES);
        WindowRow row = fixture.importing(file);

        // when
        Joined.Next imported = (Joined.Next) fixture.run(fixture.redriving, row);

        // then: all others arrive, and each bad line is in quarantine with its number and class
        assertThat(imported.account().of("Patient"))
                .isEqualTo(
                        TypeAccount.NONE.withExported(LINES).withCopied(LINES).withImport(LINES - BAD, 0, BAD, 0, 0));
        assertThat(versions()).isEqualTo(LINES - BAD);
        assertThat(byLine(fixture.entries(row)))
                .isEqualTo(content.faults().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, fault -> fault.getValue().reason())));

        // when: they are corrected in place, and only they are brought again
        ManifestFile repaired = upload(content.repaired(), LINES);
        WindowRow again = fixture.redriven(row, imported, List.of(repaired));
        Joined.Next joined = (Joined.Next) fixture.run(fixture.redriving, again);

        // then
        assertThat(joined.account().of("Patient"))
                .isEqualTo(
                        TypeAccount.NONE.withExported(LINES).withCopied(LINES).withImport(LINES, 0, 0, 0, 0));
        assertThat(fixture.entries(row)).isEmpty();
        assertThat(versions()).isEqualTo(LINES);
    }

    @Test
    void linesThatABusyServerRefusesComeInByThemselves() {
        // given: the first three lines of each unit are refused, once
        FaultyFile content = new FaultyFile(40_000, 1);
        ManifestFile file = upload(content.repaired(), content.lines());
        WindowRow row = fixture.importing(file);
        emulator.fault("{\"kind\":\"refuse\",\"path\":\"import\",\"limit\":3}");

        // when
        Joined.Again again = (Joined.Again) fixture.run(fixture.redriving, row);
        WindowRow second = fixture.again(row, (WindowState.Copied) again.next(), again.account());
        Joined.Next joined = (Joined.Next) fixture.run(fixture.redriving, second);

        // then
        assertThat(again.reason()).contains("refused for reasons that pass");
        assertThat(joined.account().of("Patient"))
                .isEqualTo(
                        TypeAccount.NONE.withExported(40_000).withCopied(40_000).withImport(40_000, 0, 0, 0, 0));
        assertThat(fixture.entries(row)).isEmpty();
        assertThat(versions()).isEqualTo(40_000);
    }

    private long versions() {
        String stats = emulator.get("/_emulator/stats");
        return Long.parseLong(stats.replaceAll(".*\"Patient\":\\{[^}]*\"versions\":(\\d+).*", "$1"));
    }

    private ManifestFile upload(byte[] content, long lines) {
        var blob = fixture.staging.getBlobClient("patients.ndjson");
        blob.upload(BinaryData.fromBytes(content), true);
        String etag = blob.getProperties().getETag().replace("\"", "");
        return new ManifestFile("Patient", URI.create(blob.getBlobUrl()), content.length, lines, etag, "");
    }

    private static Map<Long, String> byLine(List<QuarantineEntry> entries) {
        return entries.stream().collect(Collectors.toMap(QuarantineEntry::line, QuarantineEntry::reason));
    }
}
