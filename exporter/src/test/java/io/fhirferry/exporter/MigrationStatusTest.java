package io.fhirferry.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.Census;
import io.fhirferry.common.window.Cursor;
import io.fhirferry.common.window.Scope;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationStatusTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(2));

    private static WindowRow row(WindowKind kind, int day, long expected, WindowState state, Account account) {
        Instant since = START.plus(Duration.ofDays(day));
        return WindowRow.planned(Window.of(since, since.plus(Duration.ofDays(1)), Scope.ALL, kind), expected, START)
                .moved(state, account, START);
    }

    private static Account account(long exported, long copied, long imported, long verified) {
        return Account.EMPTY.with("Patient", figures -> figures.withExported(exported)
                .withCopied(copied)
                .withImport(imported, 0, 0, 0, 0)
                .withVerification(verified, 0, 0, 0));
    }

    @Test
    void beforeTheFirstPlanningThereIsOnlyTheEnd() {
        MigrationStatus status = MigrationStatus.of("m", Optional.empty(), Optional.of(END), Stream.of(), 4, "running");

        assertThat(status.start()).isNull();
        assertThat(status.end()).isEqualTo(END);
        assertThat(status.finished()).isFalse();
        assertThat(status.verdict()).isEqualTo("incomplete");
        assertThat(status.census()).isNull();
    }

    @Test
    void addsUpWhatTheWindowsSayAndLeavesSplitOnesOut() {
        WindowRow verified = row(WindowKind.TILE, 0, 10, new WindowState.Verified("m"), account(10, 10, 10, 10));
        WindowRow copying = row(WindowKind.TILE, 1, 7, new WindowState.Copying("m"), Account.EMPTY);
        WindowRow split = row(
                WindowKind.TILE, 1, 99, new WindowState.Planned().split(verified.id(), copying.id()), Account.EMPTY);
        Cursor cursor = Cursor.at(START, START).advancedTo(END);

        MigrationStatus status = MigrationStatus.of(
                "m", Optional.of(cursor), Optional.of(END), Stream.of(verified, copying, split), 4, "running");

        assertThat(status.windows().planned()).isEqualTo(2);
        assertThat(status.windows().verified()).isEqualTo(1);
        assertThat(status.windows().states())
                .containsEntry("VERIFIED", 1)
                .containsEntry("COPYING", 1)
                .containsEntry("SPLIT", 1);
        assertThat(status.resources()).isEqualTo(new MigrationStatus.Resources(17, 10, 10, 10, 10));
        assertThat(status.watermark()).isEqualTo(START.plus(Duration.ofDays(1)));
        assertThat(status.finished()).isFalse();
    }

    @Test
    void theCensusIsToldApartFromTheWindows() {
        // given two windows, one of which is mismatched, a census, and one from before a window was driven again
        WindowRow verified = row(WindowKind.TILE, 0, 10, new WindowState.Verified("m"), Account.EMPTY);
        WindowRow mismatched = row(WindowKind.TILE, 1, 10, new WindowState.Planned(), Account.EMPTY)
                .movedAfresh(new WindowState.Mismatched("m", "findings"), Account.EMPTY, START);
        Cursor cursor = Cursor.at(START, START).advancedTo(END);
        WindowRow outdated = census(Window.of(START, END, Scope.ALL, WindowKind.CENSUS));
        WindowRow census = census(Census.due(cursor, END, List.of(verified, mismatched)));
        assertThat(census.id()).isNotEqualTo(outdated.id());

        // when
        MigrationStatus status = MigrationStatus.of(
                "m",
                Optional.of(cursor),
                Optional.of(END),
                Stream.of(verified, mismatched, outdated, census),
                4,
                "running");

        // then
        assertThat(status.windows().mismatched()).isEqualTo(1);
        assertThat(status.census()).isEqualTo("mismatched");
        assertThat(status.windows().states()).containsEntry("MISMATCHED", 3);
    }

    private static WindowRow census(Window window) {
        return WindowRow.planned(window, 0, START)
                .moved(new WindowState.Mismatched("", "findings"), Account.EMPTY, START);
    }
}
