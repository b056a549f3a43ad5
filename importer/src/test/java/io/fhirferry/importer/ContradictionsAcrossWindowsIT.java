package io.fhirferry.importer;

import static io.fhirferry.importer.SameInstantsIT.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.staging.QuarantineEntry;
import io.fhirferry.common.window.TypeAccount;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.importer.instant.InstantSettings.Policy;
import io.fhirferry.local.azurite.Azurite;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Versions whose dates contradict their numbers, each in a window of its own: version 3 is of January, version 2 of
 * February. No window holds both, so nobody can see it before the import; the destination does.
 */
class ContradictionsAcrossWindowsIT {

    private static EmulatorProcess emulator;

    private ImportFixture fixture;
    private WindowRow january;
    private WindowRow february;
    private WindowRow march;

    @BeforeAll
    static void start() {
        emulator = new EmulatorProcess(Azurite.shared().connectionString());
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @BeforeEach
    void threeWindows() {
        emulator.reset();
        fixture = new ImportFixture(emulator.base(), ImportSlice.MOST_FILES);
        january = window(0, version("a", 3, "2026-01-10T00:00:00.000Z"));
        february = window(31, version("a", 2, "2026-02-10T00:00:00.000Z"));
        march = window(62, version("a", 4, "2026-03-10T00:00:00.000Z"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whicheverWindowComesSecondHasItsLineInQuarantine(boolean januaryFirst) {
        // given
        WindowRow first = januaryFirst ? january : february;
        WindowRow second = januaryFirst ? february : january;
        imported(first);

        // when
        Joined.Next joined = (Joined.Next) fixture.run(fixture.dated(Policy.NUDGE), second);

        // then
        assertThat(joined.account().of("Patient")).isEqualTo(account(0, 1));
        assertThat(fixture.entries(second)).extracting(QuarantineEntry::reason).containsExactly("VERSION_CONFLICT");
        assertThat(fixture.entries(first)).isEmpty();
        assertThat(versions()).containsExactly(januaryFirst ? "3" : "2");
    }

    @Test
    void bothComeInAsTheyAreBehindAVersionThatIsBeyondBoth() {
        imported(march);
        imported(february);
        imported(january);

        assertThat(versions()).containsExactly("2", "3", "4");
        assertThat(emulator.get("/_emulator/dump")).contains("2026-01-10T", "2026-02-10T", "2026-03-10T");
    }

    @Test
    void aRefusedLineIsTakenWhenItIsDrivenAgainBehindAVersionThatIsBeyondBoth() {
        // given
        imported(january);
        Joined.Next refused = (Joined.Next) fixture.run(fixture.redriving, february);
        assertThat(refused.account().of("Patient")).isEqualTo(account(0, 1));
        imported(march);

        // when
        Joined.Next joined =
                (Joined.Next) fixture.run(fixture.redriving, fixture.redriven(february, refused, List.of()));

        // then
        assertThat(joined.account().of("Patient")).isEqualTo(account(1, 0));
        assertThat(versions()).containsExactly("2", "3", "4");
    }

    private void imported(WindowRow row) {
        Joined.Next joined = (Joined.Next) fixture.run(fixture.dated(Policy.NUDGE), row);
        assertThat(joined.account().of("Patient")).isEqualTo(account(1, 0));
    }

    private WindowRow window(int day, String line) {
        return fixture.importing(
                Duration.ofDays(day), fixture.staged("Patient", "day-" + day + ".ndjson", line + "\n"));
    }

    private static TypeAccount account(long loaded, long rejected) {
        return TypeAccount.NONE.withExported(1).withCopied(1).withImport(loaded, 0, rejected, 0, 0);
    }

    /** The numbers that the destination has, in their order. */
    private static List<String> versions() {
        return emulator.get("/_emulator/dump")
                .lines()
                .map(line -> line.replaceAll(".*\"versionId\":\"(\\d+)\".*", "$1"))
                .toList();
    }
}
