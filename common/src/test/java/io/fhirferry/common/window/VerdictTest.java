package io.fhirferry.common.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(2));
    private static final WindowState VERIFIED = new WindowState.Verified("m");
    private static final WindowState MISMATCHED = new WindowState.Mismatched("m", "findings");
    private static final WindowState ACCEPTED = new WindowState.Accepted("m", "an operator", "known", "findings");
    private static final WindowState FAILED = new WindowState.Failed(StageName.COPY, "storage 503", true, "m");

    private static WindowRow tile(int day, WindowState state) {
        Instant since = START.plus(Duration.ofDays(day));
        Window window = Window.of(since, since.plus(Duration.ofDays(1)), Scope.ALL, WindowKind.TILE);
        return WindowRow.planned(window, 0, START).moved(state, Account.EMPTY, START);
    }

    private static WindowRow census(Instant end, WindowState state) {
        Window window = Window.of(START, end, Scope.ALL, WindowKind.CENSUS);
        return WindowRow.planned(window, 0, START).moved(state, Account.EMPTY, START);
    }

    private static Verdict verdict(Instant planned, WindowRow... rows) {
        Cursor cursor = Cursor.at(START, START).advancedTo(planned);
        return Verdict.of(Optional.of(cursor), Optional.of(END), List.of(rows), 2);
    }

    @Test
    void everythingProvenUpToTheEndIsVerified() {
        assertThat(verdict(END, tile(0, VERIFIED), tile(1, VERIFIED), census(END, VERIFIED)))
                .isEqualTo(Verdict.VERIFIED);
    }

    @Test
    void verifiedTilesWithoutACensusAreIncomplete() {
        assertThat(verdict(END, tile(0, VERIFIED), tile(1, VERIFIED))).isEqualTo(Verdict.INCOMPLETE);
    }

    @Test
    void theCensusOfAnEarlierEndDoesNotCount() {
        assertThat(verdict(END, tile(0, VERIFIED), tile(1, VERIFIED), census(END.minusSeconds(1), VERIFIED)))
                .isEqualTo(Verdict.INCOMPLETE);
        assertThat(verdict(
                        END,
                        tile(0, VERIFIED),
                        tile(1, VERIFIED),
                        census(END.minusSeconds(1), MISMATCHED),
                        census(END, VERIFIED)))
                .isEqualTo(Verdict.VERIFIED);
    }

    @Test
    void theCensusFromBeforeAWindowWasDrivenAgainDoesNotCount() {
        WindowRow again = tile(1, MISMATCHED)
                .movedAfresh(new WindowState.Imported("m"), Account.EMPTY, START)
                .moved(VERIFIED, Account.EMPTY, START);

        assertThat(verdict(END, tile(0, VERIFIED), again, census(END, MISMATCHED)))
                .isEqualTo(Verdict.INCOMPLETE);

        Window second = Window.again(START, END, Scope.ALL, WindowKind.CENSUS, 1);
        WindowRow census = WindowRow.planned(second, 0, START).moved(VERIFIED, Account.EMPTY, START);
        assertThat(verdict(END, tile(0, VERIFIED), again, census(END, MISMATCHED), census))
                .isEqualTo(Verdict.VERIFIED);
    }

    @Test
    void anAcceptedWindowMakesItVerifiedWithExceptions() {
        assertThat(verdict(END, tile(0, VERIFIED), tile(1, ACCEPTED), census(END, VERIFIED)))
                .isEqualTo(Verdict.VERIFIED_WITH_EXCEPTIONS);
    }

    @Test
    void oneMismatchedTileOrCensusMakesItMismatched() {
        assertThat(verdict(END, tile(0, ACCEPTED), tile(1, MISMATCHED), census(END, VERIFIED)))
                .isEqualTo(Verdict.MISMATCHED);
        assertThat(verdict(END, tile(0, VERIFIED), tile(1, VERIFIED), census(END, MISMATCHED)))
                .isEqualTo(Verdict.MISMATCHED);
    }

    @Test
    void aFailedWindowOutweighsADifference() {
        assertThat(verdict(END, tile(0, FAILED), tile(1, MISMATCHED), census(END, VERIFIED)))
                .isEqualTo(Verdict.FAILED);
    }

    @Test
    void whileSomethingMovesNothingIsFinal() {
        assertThat(verdict(END, tile(0, FAILED), tile(1, new WindowState.Exporting())))
                .isEqualTo(Verdict.INCOMPLETE);
    }

    @Test
    void beforeTheEndIsPlannedOnlyAStuckPlannerIsFinal() {
        assertThat(verdict(START, new WindowRow[0])).isEqualTo(Verdict.INCOMPLETE);
        assertThat(verdict(START.plusSeconds(1), tile(0, FAILED))).isEqualTo(Verdict.INCOMPLETE);
        assertThat(verdict(START.plusSeconds(1), tile(0, FAILED), tile(1, FAILED)))
                .isEqualTo(Verdict.FAILED);
    }

    @Test
    void aMigrationWithoutAnEndIsNeverComplete() {
        Cursor cursor = Cursor.at(START, START).advancedTo(END);

        assertThat(Verdict.of(Optional.of(cursor), Optional.empty(), List.of(tile(0, VERIFIED)), 2))
                .isEqualTo(Verdict.INCOMPLETE);
    }

    @Test
    void aSplitWindowDoesNotCount() {
        WindowRow split = tile(
                0,
                new WindowState.Planned()
                        .split(tile(0, VERIFIED).id(), tile(1, VERIFIED).id()));

        assertThat(verdict(END, split, tile(1, VERIFIED), census(END, VERIFIED)))
                .isEqualTo(Verdict.VERIFIED);
    }

    @Test
    void exitCodesTellTheVerdictsApart() {
        List<Integer> codes = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            codes.add(verdict.exitCode());
        }

        assertThat(codes).doesNotHaveDuplicates().startsWith(0);
    }
}
