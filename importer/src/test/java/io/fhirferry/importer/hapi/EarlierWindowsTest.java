package io.fhirferry.importer.hapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EarlierWindowsTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final WindowRow THIRD = row(2, new WindowState.Importing("m"));

    @Test
    void anEarlierWindowThatIsOnItsWayIsMissing() {
        WindowRow first = row(0, new WindowState.Imported("m"));
        WindowRow second = row(1, new WindowState.Copying("m"));

        assertThat(missing(first, second, THIRD)).contains(second);
    }

    @Test
    void aFailedOneIsNamedBeforeOneThatIsOnItsWay() {
        WindowRow first = row(0, new WindowState.Importing("m"));
        WindowRow second = row(1, new WindowState.Failed(StageName.IMPORT, "refused", true, "m"));

        assertThat(missing(first, second, THIRD)).contains(second);
        assertThat(EarlierWindows.failed(second)).isTrue();
    }

    @Test
    void whatHasArrivedIsNotMissingWhateverItsVerification() {
        assertThat(missing(
                        row(0, new WindowState.Verified("m")),
                        row(1, new WindowState.Failed(StageName.VERIFY, "unreadable", true, "m")),
                        THIRD))
                .isEmpty();
    }

    @Test
    void laterWindowsAndThoseOfOtherTypesDoNotCount() {
        WindowRow later = row(3, new WindowState.Planned());
        WindowRow ofPatients = WindowRow.planned(
                Window.of(BEGIN, BEGIN.plusSeconds(60), Scope.of("Patient"), WindowKind.TILE), 0, BEGIN);

        assertThat(missing(later, ofPatients, THIRD)).isEmpty();
    }

    private static Optional<WindowRow> missing(WindowRow... rows) {
        return EarlierWindows.missing(THIRD, Stream.of(rows));
    }

    private static WindowRow row(int hour, WindowState state) {
        Instant since = BEGIN.plus(Duration.ofHours(hour));
        Window window = Window.of(since, since.plus(Duration.ofHours(1)), Scope.ALL, WindowKind.TILE);
        return WindowRow.planned(window, 0, BEGIN).moved(state, Account.EMPTY, BEGIN);
    }
}
